/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import org.anchorage.driver.index.IndexedItem;

/** One change of an index. An addition replaces an item that has its id. */
sealed interface Change {

  /** The id of the item that changes. */
  String id();

  /**
   * An item that is added.
   *
   * @param item with its id
   * @param vector of the index's dim
   * @param picture where the picture's bytes lie; {@link Stretch#NONE} without a picture
   */
  record Added(IndexedItem item, float[] vector, Stretch picture) implements Change {
    @Override
    public String id() {
      return item.id();
    }
  }

  /** An item that is deleted, if it is there. */
  record Deleted(String id) implements Change {}

  /**
   * Bytes of a batch's file.
   *
   * @param batch its number
   * @param from the first byte's place in the file
   * @param length in bytes
   */
  record Stretch(long batch, int from, int length) {

    /** No bytes. */
    static final Stretch NONE = new Stretch(0, 0, 0);
  }
}
