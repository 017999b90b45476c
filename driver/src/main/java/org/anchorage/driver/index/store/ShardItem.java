/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import org.anchorage.driver.index.IndexedItem;
import org.jspecify.annotations.Nullable;

/**
 * An item that is written to a shard.
 *
 * @param item of the index
 * @param picture a JPEG; null if there is none
 */
public record ShardItem(IndexedItem item, byte @Nullable [] picture) {}
