/* SPDX-License-Identifier: Apache-2.0 */
/** Weights that were trained elsewhere, read from files for a run that begins. */
@NullMarked
package org.anchorage.driver.weights;

import org.jspecify.annotations.NullMarked;
