/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All items of a corpus, sorted by id. A <em>row</em> is an index into that order, and a
 * <em>label</em> is the index of a class among all class names sorted; plans, vectors and mined
 * tables speak in rows and labels.
 *
 * <p>Immutable and thread-safe. Held by the driver: about 300 bytes for each item.
 */
public final class Catalogue {

  private final List<Item> items;
  private final List<String> classNames;
  private final int[] labels;

  private Catalogue(List<Item> items, List<String> classNames, int[] labels) {
    this.items = items;
    this.classNames = classNames;
    this.labels = labels;
  }

  /**
   * Returns the catalogue of the items, given in any order.
   *
   * @throws IllegalArgumentException if two items have one id
   */
  public static Catalogue of(Collection<Item> items) {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(Comparator.comparing(Item::id));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().equals(sorted.get(i - 1).id())) {
        throw new IllegalArgumentException(
            "Two items have the id '" + sorted.get(i).id() + "'; ids must be unique in a corpus");
      }
    }
    TreeSet<String> names = new TreeSet<>();
    sorted.forEach(item -> names.add(item.className()));
    List<String> classNames = List.copyOf(names);
    Map<String, Integer> labelOf = new HashMap<>();
    for (String name : classNames) {
      labelOf.put(name, labelOf.size());
    }
    int[] labels =
        sorted.stream().mapToInt(item -> labelOf.getOrDefault(item.className(), -1)).toArray();
    return new Catalogue(List.copyOf(sorted), classNames, labels);
  }

  /** Returns the number of items. */
  public int size() {
    return items.size();
  }

  /** Returns the item at a row. */
  public Item item(int row) {
    return items.get(row);
  }

  /** Returns the label of the item at a row. */
  public int label(int row) {
    return labels[row];
  }

  /** Returns the labels of the items at some rows, in their order. */
  public int[] labels(int[] rows) {
    return Arrays.stream(rows).map(row -> labels[row]).toArray();
  }

  /** Returns the number of classes, over all splits. */
  public int classCount() {
    return classNames.size();
  }

  /** Returns the name of the class with a label. */
  public String className(int label) {
    return classNames.get(label);
  }

  /** Returns the rows of a split, ascending. */
  public int[] rows(Split split) {
    int[] rows = new int[items.size()];
    int count = 0;
    for (int row = 0; row < rows.length; row++) {
      if (items.get(row).split() == split) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
