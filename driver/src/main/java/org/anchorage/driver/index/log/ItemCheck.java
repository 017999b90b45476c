/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.VectorRule;
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
 * @param rule which vectors its network can have made
 */
record ItemCheck(Path index, int dim, Coding coding, VectorRule rule) {

  private static final int SHOWN = 40;

  static ItemCheck of(Path index, IndexInfo info, VectorRule rule) {
    return new ItemCheck(
        index, info.dim(), Coding.valueOf(info.coding().toUpperCase(Locale.ROOT)), rule);
  }

  /**
   * Refuses items.
   *
   * @throws IllegalArgumentException if an id is empty or too long, a text is not UTF-8, or a
   *     vector is not of those that the network makes, or has numbers that the index cannot hold
   */
  void require(List<NewItem> items) {
    for (NewItem item : items) {
      requireId(item.item().id());
      requireTexts(item.item());
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
          String.format(
              Locale.ROOT,
              "its id has %d characters, and %d are the most; give it a shorter one",
              id.length(),
              Fields.LONGEST));
    }
    // It would be stored with a ? there, and replace the item whose id has one.
    requireWhole(id, "its id", id);
  }

  /** A ? that is stored for half of a character is found by no filter, and told to whoever asks. */
  private static void requireTexts(IndexedItem item) {
    requireWhole(item.id(), "its class", item.className());
    requireWhole(item.id(), "its split", item.split());
    item.attributes()
        .forEach(
            (name, value) -> {
              requireWhole(item.id(), "the name of an attribute", name);
              requireWhole(item.id(), "its attribute '" + name + "'", value);
            });
    if (item.text() != null) {
      requireWhole(item.id(), "its text", item.text());
    }
  }

  private static void requireWhole(String id, String what, String text) {
    // An encoder is slow to make, and hardly any text has surrogates.
    if (text.chars().anyMatch(unit -> Character.isSurrogate((char) unit))
        && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw refused(id, what + " holds half of a character, which UTF-8 cannot; give it another");
    }
  }

  private void requireVector(String id, float[] vector) {
    if (vector.length != dim) {
      throw refused(
          id,
          String.format(
              Locale.ROOT,
              "its vector has %d floats, and those of the index at %s have %d; embed it with the"
                  + " index's own network",
              vector.length,
              index,
              dim));
    }
    rule.complaint(vector)
        .ifPresent(
            why -> {
              throw refused(id, "its vector " + why + remedy(vector));
            });
    try {
      coding.require(vector);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Cannot add " + id + ": " + e.getMessage(), e);
    }
  }

  /** Returns what to do. */
  private static String remedy(float[] vector) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        return "; leave it out";
      }
    }
    return "; leave it out if it is not of this network, or else scale it to length 1";
  }

  private static IllegalArgumentException refused(String id, String why) {
    return new IllegalArgumentException("Cannot add " + id + ": " + why);
  }
}
