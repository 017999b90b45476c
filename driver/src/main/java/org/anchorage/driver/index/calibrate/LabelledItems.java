/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.part.LivePart;

/**
 * The items of an index that have a class. Each has a number, in the order of the index. 12 bytes
 * an item, and the names of the classes. Thread-safe as long as the index is open.
 */
final class LabelledItems {

  private final List<LivePart> parts;
  private final int[] firsts;
  private final int[] rows;
  private final int[] labels;
  private final int[] byClass;
  private final int[] starts;
  private final Map<String, BitSet> splits = new HashMap<>();

  /** Reads the items of some parts. */
  LabelledItems(List<LivePart> parts) {
    this.parts = parts;
    this.firsts = new int[parts.size() + 1];
    int most = parts.stream().mapToInt(part -> part.live().count()).sum();
    int[] found = new int[most];
    int[] labelled = new int[most];
    Map<String, Integer> classes = new HashMap<>();
    int count = 0;
    for (int i = 0; i < parts.size(); i++) {
      firsts[i] = count;
      for (int row : parts.get(i).live().rows()) {
        IndexedItem item = parts.get(i).part().item(row);
        if (!item.className().isEmpty()) {
          found[count] = row;
          labelled[count] = classes.computeIfAbsent(item.className(), any -> classes.size());
          splits.computeIfAbsent(item.split(), any -> new BitSet()).set(count);
          count++;
        }
      }
    }
    firsts[parts.size()] = count;
    this.rows = Arrays.copyOf(found, count);
    this.labels = Arrays.copyOf(labelled, count);
    this.starts = new int[classes.size() + 1];
    this.byClass = new int[count];
    order();
  }

  /** Sorts the items by class, by counting. */
  private void order() {
    for (int label : labels) {
      starts[label + 1]++;
    }
    for (int label = 1; label < starts.length; label++) {
      starts[label] += starts[label - 1];
    }
    int[] next = starts.clone();
    for (int item = 0; item < labels.length; item++) {
      byClass[next[labels[item]]++] = item;
    }
  }

  int count() {
    return rows.length;
  }

  /** Returns how many classes there are. */
  int classes() {
    return starts.length - 1;
  }

  /** Returns the names of the splits. */
  List<String> splits() {
    return splits.keySet().stream().sorted().toList();
  }

  /** Returns the items of a split; an empty name stands for all. */
  int[] of(String split) {
    if (split.isEmpty()) {
      return IntStream.range(0, count()).toArray();
    }
    BitSet items = splits.get(split);
    return items == null ? new int[0] : items.stream().toArray();
  }

  /** Returns how many other items are of an item's class. */
  int classmates(int item) {
    return starts[labels[item] + 1] - starts[labels[item]] - 1;
  }

  /** Draws another item of an item's class, which has one. */
  int classmate(int item, SplittableRandom random) {
    int start = starts[labels[item]];
    int drawn = byClass[start + random.nextInt(classmates(item))];
    // The last of the class stands for the item itself, which is not drawn.
    return drawn == item ? byClass[start + classmates(item)] : drawn;
  }

  /** Draws an item of another class than an item's; there are two classes. */
  int stranger(int item, SplittableRandom random) {
    int start = starts[labels[item]];
    int size = classmates(item) + 1;
    int at = random.nextInt(count() - size);
    return byClass[at < start ? at : at + size];
  }

  /** Returns the item, as it is indexed. */
  IndexedItem item(int item) {
    int part = part(item);
    return parts.get(part).part().item(rows[item]);
  }

  /** Returns the vector of an item, as it is stored. */
  Vectors vector(int item) {
    return parts.get(part(item)).part().vectors(rows[item]);
  }

  private int part(int item) {
    int part = 0;
    while (item >= firsts[part + 1]) {
      part++;
    }
    return part;
  }

  /** Returns those of some items that have classmates. */
  int[] withClassmates(int[] items) {
    return Arrays.stream(items).filter(item -> classmates(item) > 0).toArray();
  }
}
