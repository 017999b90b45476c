/* SPDX-License-Identifier: Apache-2.0 */
/** Measures what a distance says: precision, recall and the ROC curve, of labelled pairs. */
@NullMarked
package org.anchorage.driver.index.calibrate;

import org.jspecify.annotations.NullMarked;
