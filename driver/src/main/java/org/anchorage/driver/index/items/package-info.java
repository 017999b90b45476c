/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The items of a shard on a local disk: an index of Apache Lucene with one segment, in which the
 * number of a document is the row of its item. Nothing outside this package names Lucene.
 */
@NullMarked
package org.anchorage.driver.index.items;

import org.jspecify.annotations.NullMarked;
