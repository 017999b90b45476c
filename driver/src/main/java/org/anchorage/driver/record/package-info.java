/* SPDX-License-Identifier: Apache-2.0 */
/** What a run writes down as it goes: one record an epoch, kept as JSON lines in the run. */
@NullMarked
package org.anchorage.driver.record;

import org.jspecify.annotations.NullMarked;
