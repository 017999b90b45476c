/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Which classes are confusable, and which images of other classes are hard negatives of an anchor.
 */
@NullMarked
package org.anchorage.mining.hard;

import org.jspecify.annotations.NullMarked;
