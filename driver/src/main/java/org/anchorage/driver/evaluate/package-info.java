/* SPDX-License-Identifier: Apache-2.0 */
/** How well vectors retrieve: the metrics of a split, images against one another. */
@NullMarked
package org.anchorage.driver.evaluate;

import org.jspecify.annotations.NullMarked;
