/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.seed.Seed;

/** Which classes belong together: for each class, the classes it is confused with, most first. */
final class ClassGroups {

  private ClassGroups() {}

  /** Returns for each training class its most confusable training classes, most first. */
  static int[][] neighbours(Affinity affinity, TrainClasses classes) {
    int[][] neighbours = new int[classes.count()][];
    if (affinity instanceof Affinity.Classes known) {
      if (known.confusable().length != classes.labelCount()) {
        throw new IllegalArgumentException(
            "The table of confusable classes has "
                + known.confusable().length
                + " labels, the catalogue "
                + classes.labelCount()
                + "; mine this corpus again");
      }
      for (int c = 0; c < neighbours.length; c++) {
        int self = c;
        neighbours[c] =
            Arrays.stream(known.confusable()[classes.label(c)])
                .map(classes::ofLabel)
                .filter(other -> other >= 0 && other != self)
                .toArray();
      }
    } else if (affinity instanceof Affinity.Instances known) {
      fromInstances(known, classes, neighbours);
    } else {
      Arrays.fill(neighbours, new int[0]);
    }
    return neighbours;
  }

  /** Orders the other classes by how many of a class's hard negatives they hold. */
  private static void fromInstances(
      Affinity.Instances known, TrainClasses classes, int[][] neighbours) {
    int[] lengths = new int[neighbours.length];
    for (int i = 0; i < known.rows().length; i++) {
      int c = checked(known.rows()[i], classes);
      if (c >= 0) {
        lengths[c] += known.hardNegatives(i).length;
      }
    }
    for (int c = 0; c < neighbours.length; c++) {
      neighbours[c] = new int[lengths[c]];
    }
    int[] filled = new int[neighbours.length];
    for (int i = 0; i < known.rows().length; i++) {
      int c = classes.ofRow(known.rows()[i]);
      for (int row : c < 0 ? new int[0] : known.hardNegatives(i)) {
        int other = checked(row, classes);
        if (other >= 0 && other != c) {
          neighbours[c][filled[c]++] = other;
        }
      }
    }
    for (int c = 0; c < neighbours.length; c++) {
      neighbours[c] = byFrequency(neighbours[c], filled[c]);
    }
  }

  /** Returns the class of a row that a table names. */
  static int checked(int row, TrainClasses classes) {
    if (row < 0 || row >= classes.rowCount()) {
      throw new IllegalArgumentException(
          "The table of hard negatives names row "
              + row
              + ", the catalogue has "
              + classes.rowCount()
              + "; mine this corpus again");
    }
    return classes.ofRow(row);
  }

  /** Returns the distinct values, most frequent first, ties by value. */
  private static int[] byFrequency(int[] values, int length) {
    Arrays.sort(values, 0, length);
    long[] counted = new long[length];
    int distinct = 0;
    for (int from = 0, to = 0; from < length; from = to) {
      while (to < length && values[to] == values[from]) {
        to++;
      }
      counted[distinct++] = ((long) (from - to) << 32) | values[from];
    }
    Arrays.sort(counted, 0, distinct);
    return Arrays.stream(counted, 0, distinct).mapToInt(key -> (int) key).toArray();
  }

  /**
   * Cuts all classes into groups. A group starts with a random free class. It grows by that class's
   * most confusable free classes, then by those of its further members.
   *
   * @param size most classes of a group
   */
  static List<int[]> grow(int[][] neighbours, int size, Seed seed) {
    int[] order = new int[neighbours.length];
    Arrays.setAll(order, i -> i);
    seed.shuffle(order);
    boolean[] taken = new boolean[order.length];
    List<int[]> groups = new ArrayList<>();
    int[] group = new int[size];
    for (int first : order) {
      if (taken[first]) {
        continue;
      }
      taken[first] = true;
      group[0] = first;
      int members = 1;
      for (int head = 0; head < members; head++) {
        for (int other : neighbours[group[head]]) {
          if (members < size && !taken[other]) {
            taken[other] = true;
            group[members++] = other;
          }
        }
      }
      groups.add(Arrays.copyOf(group, members));
    }
    return groups;
  }
}
