/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An item of an index. Immutable.
 *
 * @param id of the item; no other item of the index has it
 * @param className of the item; empty if it has none
 * @param split of the item, as the catalogue writes it, such as {@code train}; empty if it has none
 * @param attributes by name; filters ask for them; no value is null
 * @param text that describes the item; null if there is none
 */
public record IndexedItem(
    String id,
    String className,
    String split,
    SortedMap<String, String> attributes,
    @Nullable String text) {

  /** The attribute of a corpus that is taken for an item's text. */
  public static final String TEXT = "text";

  private static final SortedMap<String, String> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  public IndexedItem {
    attributes.forEach(
        (name, value) -> {
          if (value == null) {
            throw new IllegalArgumentException(
                "The attribute '"
                    + name
                    + "' of the item '"
                    + id
                    + "' is null; give it a text, or leave it out");
          }
        });
    attributes =
        attributes.isEmpty() ? NONE : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** Creates an item that has no attributes and no text. */
  public IndexedItem(String id, String className, String split) {
    this(id, className, split, NONE, null);
  }
}
