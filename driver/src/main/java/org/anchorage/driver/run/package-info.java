/* SPDX-License-Identifier: Apache-2.0 */
/** A run and its directory: settings, checkpoints, records; opened to train, or trained already. */
@NullMarked
package org.anchorage.driver.run;

import org.jspecify.annotations.NullMarked;
