/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/** Cells of a table that compare figures; the best are marked, unless all are equal. */
final class BestCells {

  private final double[] values;
  private final double best;

  /**
   * Compares figures.
   *
   * @param values NaN where there is none
   */
  BestCells(double[] values, Metric.Better better) {
    this.values = values;
    double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
    double most = Arrays.stream(known).max().orElse(Double.NaN);
    double least = Arrays.stream(known).min().orElse(Double.NaN);
    this.best =
        most == least
            ? Double.NaN
            : switch (better) {
              case HIGHER -> most;
              case LOWER -> least;
              case NEITHER -> Double.NaN;
            };
  }

  void write(Markup page, DoubleFunction<String> written) {
    for (double value : values) {
      if (value == best) {
        page.best(written.apply(value), value);
      } else {
        page.number(written.apply(value), value);
      }
    }
  }
}
