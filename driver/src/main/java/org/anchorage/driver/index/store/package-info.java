/* SPDX-License-Identifier: Apache-2.0 */
/**
 * An index on disk, format 3: generations of shards. A shard is a directory of a file of lists, the
 * items, and the pictures. Nothing here needs Spark: tasks call it, and so does a compaction.
 */
@NullMarked
package org.anchorage.driver.index.store;

import org.jspecify.annotations.NullMarked;
