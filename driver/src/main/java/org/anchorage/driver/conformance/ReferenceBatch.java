/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.anchorage.core.gram.Gram;

/**
 * Embeddings with labels, as stored in a reference file.
 *
 * @param rows B x D
 * @param labels class of each
 */
record ReferenceBatch(double[][] rows, int[] labels) {

  static ReferenceBatch of(JsonNode stored) {
    return new ReferenceBatch(matrix(stored.get("embeddings")), wholes(stored.get("labels")));
  }

  static double[][] matrix(JsonNode stored) {
    double[][] rows = new double[stored.size()][];
    Arrays.setAll(rows, i -> numbers(stored.get(i)));
    return rows;
  }

  static double[] numbers(JsonNode stored) {
    double[] values = new double[stored.size()];
    Arrays.setAll(values, i -> stored.get(i).doubleValue());
    return values;
  }

  static int[] wholes(JsonNode stored) {
    int[] values = new int[stored.size()];
    Arrays.setAll(values, i -> stored.get(i).intValue());
    return values;
  }

  /** Returns the batch whose row i is row order[i] of this one. */
  ReferenceBatch taken(int[] order) {
    return new ReferenceBatch(
        Arrays.stream(order).mapToObj(i -> rows[i]).toArray(double[][]::new),
        Arrays.stream(order).map(i -> labels[i]).toArray());
  }

  /** Returns the batch with rows of length 1. */
  ReferenceBatch normalised() {
    double[][] unit = new double[rows.length][];
    Arrays.setAll(unit, i -> scaled(rows[i], 1 / length(rows[i])));
    return new ReferenceBatch(unit, labels);
  }

  /** Takes a gradient at the rows of length 1 back to these rows, through the division. */
  double[][] throughNormalising(double[][] gradient) {
    double[][] through = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double length = length(rows[i]);
      double[] unit = scaled(rows[i], 1 / length);
      double along = product(gradient[i], unit);
      double[] row = gradient[i];
      through[i] = new double[row.length];
      Arrays.setAll(through[i], k -> (row[k] - along * unit[k]) / length);
    }
    return through;
  }

  /** Returns the inner products of rows, one dot product a pair, so that equal rows are equal. */
  static Gram gram(double[][] rows) {
    double[] products = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        products[i * rows.length + j] = product(rows[i], rows[j]);
      }
    }
    return new Gram(rows.length, products);
  }

  private static double product(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }

  private static double length(double[] row) {
    return Math.max(Math.sqrt(product(row, row)), 1e-12);
  }

  private static double[] scaled(double[] row, double factor) {
    return Arrays.stream(row).map(value -> value * factor).toArray();
  }
}
