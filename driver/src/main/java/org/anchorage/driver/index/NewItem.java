/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import org.jspecify.annotations.Nullable;

/**
 * An item to be added to an index.
 *
 * @param item replaces the item of this id if there is one
 * @param vector made by the index's network; kept, not copied, and not to be changed
 * @param picture a small JPEG of it; null if there is none
 */
public record NewItem(IndexedItem item, float[] vector, byte @Nullable [] picture) {}
