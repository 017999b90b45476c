/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.List;

/**
 * An item that a search found.
 *
 * @param rank from 1, nearest first; the first of a search with an offset has offset + 1
 * @param item that was found
 * @param distance Euclidean, between the query and the item's stored vector
 * @param folded ids of the items that were folded into this one, in the order in which they would
 *     be results
 */
public record Hit(int rank, IndexedItem item, double distance, List<String> folded) {

  public Hit {
    folded = List.copyOf(folded);
  }

  /** Returns the item's id. */
  public String id() {
    return item.id();
  }

  /** Returns the item's class. */
  public String className() {
    return item.className();
  }
}
