/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.util.Arrays;

/** The rows of each class, ascending: 4 bytes a row and 4 a label. Immutable. */
final class ClassRows {

  private final int[] labels;
  private final int[] starts;
  private final int[] rows;

  /** Sorts rows by their labels, which are not negative; they are kept, not copied. */
  ClassRows(int[] labels) {
    this.labels = labels;
    this.starts = new int[Arrays.stream(labels).max().orElse(-1) + 2];
    this.rows = new int[labels.length];
    for (int label : labels) {
      starts[label + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    for (int row = 0; row < labels.length; row++) {
      rows[next[labels[row]]++] = row;
    }
  }

  /** Returns the rows of a row's class, itself among them. */
  int[] ofClassOf(int row) {
    int label = labels[row];
    return Arrays.copyOfRange(rows, starts[label], starts[label + 1]);
  }

  /** Returns the other rows of a row's class. */
  int[] othersOfClassOf(int row) {
    return Arrays.stream(ofClassOf(row)).filter(other -> other != row).toArray();
  }
}
