/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

/**
 * The mutual information that two labelings of given cluster sizes have by chance, E[MI] of Vinh,
 * Epps, Bailey (2010), equation 24a: our items = their N, sizes = their a and b. Time grows with
 * the number of different pairs of sizes, times the smaller of each pair.
 */
final class ExpectedInformation {

  private final int items;
  private final double[] logFactorial;

  private ExpectedInformation(int items) {
    this.items = items;
    this.logFactorial = new double[items + 1];
    for (int i = 1; i <= items; i++) {
      logFactorial[i] = logFactorial[i - 1] + Math.log(i);
    }
  }

  /** Returns E[MI] in nats; both sizes ascending, each summing to the items. */
  static double of(int[] rowSizes, int[] columnSizes, int items) {
    ExpectedInformation expected = new ExpectedInformation(items);
    double sum = 0;
    for (int row = 0; row < rowSizes.length; ) {
      int rows = repeats(rowSizes, row);
      for (int column = 0; column < columnSizes.length; ) {
        int columns = repeats(columnSizes, column);
        sum += (double) rows * columns * expected.ofCell(rowSizes[row], columnSizes[column]);
        column += columns;
      }
      row += rows;
    }
    return sum;
  }

  private static int repeats(int[] sizes, int at) {
    int end = at + 1;
    while (end < sizes.length && sizes[end] == sizes[at]) {
      end++;
    }
    return end - at;
  }

  private double ofCell(int a, int b) {
    double sum = 0;
    double fixed =
        logFactorial[a]
            + logFactorial[b]
            + logFactorial[items - a]
            + logFactorial[items - b]
            - logFactorial[items];
    for (int both = Math.max(1, a + b - items); both <= Math.min(a, b); both++) {
      double logProbability =
          fixed
              - logFactorial[both]
              - logFactorial[a - both]
              - logFactorial[b - both]
              - logFactorial[items - a - b + both];
      double information =
          (double) both / items * Math.log((double) items * both / ((double) a * b));
      sum += information * Math.exp(logProbability);
    }
    return sum;
  }
}
