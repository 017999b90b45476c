/* SPDX-License-Identifier: Apache-2.0 */
/** The records of a run: one an epoch, as JSON lines in the run's directory. */
@NullMarked
package org.anchorage.driver.record;

import org.jspecify.annotations.NullMarked;
