/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Vectors class by class: 4 bytes a vector, or none if they lie in that order already, as those of
 * a corpus in format 2 do.
 *
 * @param labels of the classes, ascending
 * @param starts classes + 1 places: a class's vectors lie from its start (included) to the next
 * @param order the vector at each place, ascending within a class; null if it is the place itself
 */
record ClassOrder(int[] labels, int[] starts, int @Nullable [] order) {

  /** Sorts vectors by their labels. */
  static ClassOrder of(int[] labelOfVector) {
    int most = Arrays.stream(labelOfVector).max().orElse(-1);
    int[] next = new int[most + 2];
    boolean ascends = true;
    for (int i = 0; i < labelOfVector.length; i++) {
      next[labelOfVector[i] + 1]++;
      ascends &= i == 0 || labelOfVector[i] >= labelOfVector[i - 1];
    }
    int[] labels = IntStream.rangeClosed(0, most).filter(label -> next[label + 1] > 0).toArray();
    Arrays.parallelPrefix(next, Integer::sum);
    int[] starts = new int[labels.length + 1];
    for (int i = 0; i < labels.length; i++) {
      starts[i + 1] = next[labels[i] + 1];
    }
    if (ascends) {
      return new ClassOrder(labels, starts, null);
    }
    int[] order = new int[labelOfVector.length];
    for (int i = 0; i < order.length; i++) {
      order[next[labelOfVector[i]]++] = i;
    }
    return new ClassOrder(labels, starts, order);
  }

  /** Returns the vectors at some places. */
  int[] rows(int from, int to) {
    int[] known = order;
    return known == null
        ? IntStream.range(from, to).toArray()
        : Arrays.copyOfRange(known, from, to);
  }
}
