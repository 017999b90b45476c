/* SPDX-License-Identifier: Apache-2.0 */
/** Measures how well vectors retrieve: the metrics of a split's images. */
@NullMarked
package org.anchorage.driver.evaluate;

import org.jspecify.annotations.NullMarked;
