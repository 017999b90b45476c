/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The items of each class, ascending. Immutable and thread-safe. */
final class ClassIndex implements Serializable {

  private static final long serialVersionUID = 1;
  private static final int[] NONE = {};

  private final HashMap<Integer, int[]> items = new HashMap<>();

  ClassIndex(int[] labels) {
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      int size = sizes.merge(labels[i], 1, Integer::sum);
      int[] room = items.getOrDefault(labels[i], NONE);
      int[] roomy = size <= room.length ? room : Arrays.copyOf(room, Math.max(4, 2 * size));
      roomy[size - 1] = i;
      items.put(labels[i], roomy);
    }
    items.replaceAll((label, room) -> Arrays.copyOf(room, sizes.getOrDefault(label, 0)));
  }

  /** Returns the items of a class, ascending; not to be changed. */
  int[] of(int label) {
    return items.getOrDefault(label, NONE);
  }
}
