/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.anchorage.core.seed.Seed;

/**
 * A sample of items that keeps classes together: a query whose class is missing from a sample
 * cannot be answered. Few classes give an equal part each. Of many, some are drawn, with up to
 * {@value #WHOLE} items each.
 */
final class ClassSample {

  /** Items of a class that are not torn apart. */
  private static final int WHOLE = 50;

  private ClassSample() {}

  /**
   * Draws a sample.
   *
   * @param labels class of each item
   * @param most items of the sample; all, if there are no more
   * @param seed the same draws the same
   * @return indices of the items, ascending
   */
  static int[] of(int[] labels, int most, Seed seed) {
    int[] items = new int[labels.length];
    Arrays.setAll(items, i -> i);
    if (labels.length <= most) {
      return items;
    }
    Map<Integer, Integer> quotas = quotas(labels, most, seed);
    seed.derive("items").shuffle(items);
    int[] sample = new int[most];
    int count = 0;
    for (int item : items) {
      int left = quotas.getOrDefault(labels[item], 0);
      if (left > 0) {
        quotas.put(labels[item], left - 1);
        sample[count++] = item;
      }
    }
    int[] drawn = Arrays.copyOf(sample, count);
    Arrays.sort(drawn);
    return drawn;
  }

  /** Returns how many items each drawn class may give. */
  private static Map<Integer, Integer> quotas(int[] labels, int most, Seed seed) {
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int label : labels) {
      sizes.merge(label, 1, Integer::sum);
    }
    int[] classes = sizes.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    seed.derive("classes").shuffle(classes);
    int each = Math.max(WHOLE, most / classes.length);
    Map<Integer, Integer> quotas = new HashMap<>();
    int left = most;
    for (int label : classes) {
      int quota = Math.min(left, Math.min(each, sizes.getOrDefault(label, 0)));
      quotas.put(label, quota);
      left -= quota;
    }
    return quotas;
  }
}
