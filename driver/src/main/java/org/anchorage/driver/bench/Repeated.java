/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.List;

/**
 * A summary of repeated measurements.
 *
 * @param median of them; of an even number the mean of the middle two
 */
record Repeated(double median, double min, double max) {

  /** Summarises measurements, at least one. */
  static Repeated of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = sorted.length;
    return new Repeated((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
  }
}
