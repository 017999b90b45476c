/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.items.Fields;
import org.anchorage.mining.lists.Coding;
import org.apache.hadoop.fs.Path;

/**
 * Refuses items that an index cannot hold, before they are in its log: there they would stop every
 * compaction. Immutable.
 *
 * @param index its directory, for messages
 * @param dim floats of its vectors
 * @param coding of its vectors
 */
record ItemCheck(Path index, int dim, Coding coding) {

  private static final int SHOWN = 40;

  static ItemCheck of(Path index, IndexInfo info) {
    return new ItemCheck(index, info.dim(), Coding.valueOf(info.coding().toUpperCase(Locale.ROOT)));
  }

  /**
   * Refuses items.
   *
   * @throws IllegalArgumentException if an id is empty or too long, or a vector has another length
   *     than those of the index, is not finite, or has numbers that the index cannot hold
   */
  void require(List<NewItem> items) {
    for (NewItem item : items) {
      requireId(item.item().id());
      requireVector(item.item().id(), item.vector());
    }
  }

  private static void requireId(String id) {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("Cannot add an item without an id; give each its own");
    }
    if (id.length() > Fields.LONGEST) {
      throw refused(
          id.substring(0, SHOWN) + "...",
          "its id has %d characters, and %d are the most; give it a shorter one"
              .formatted(id.length(), Fields.LONGEST));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      // It would be stored with a ? there, and replace the item whose id has one.
      throw refused(id, "its id holds half of a character, which UTF-8 cannot; give it another");
    }
  }

  private void requireVector(String id, float[] vector) {
    if (vector.length != dim) {
      throw refused(
          id,
          "its vector has %d floats, and those of the index at %s have %d; embed it with the index's own network"
              .formatted(vector.length, index, dim));
    }
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw refused(id, "its vector holds " + number + "; leave it out");
      }
    }
    try {
      coding.require(vector);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Cannot add " + id + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException refused(String id, String why) {
    return new IllegalArgumentException("Cannot add " + id + ": " + why);
  }
}
