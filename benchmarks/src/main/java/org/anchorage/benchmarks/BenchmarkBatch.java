/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.seed.Seed;

/** Vectors of length 1 around class centres, as a network's are once training is under way. */
final class BenchmarkBatch {

  static final int SIZE = 256;
  static final int DIM = 512;
  static final int CLASSES = 128;

  private static final double SPREAD = 0.6;

  private BenchmarkBatch() {}

  /** Returns the classes of the rows: pairs side by side. */
  static int[] labels() {
    return IntStream.range(0, SIZE).map(i -> i / 2 % CLASSES).toArray();
  }

  /** Returns the rows. */
  static double[][] rows() {
    int[] labels = labels();
    double[][] rows = new double[SIZE][];
    for (int i = 0; i < SIZE; i++) {
      rows[i] = row(labels[i], i);
    }
    return rows;
  }

  /** Returns the inner products of the rows and of further ones, one a class if asked for. */
  static Gram gram(int further) {
    int[] labels = labels();
    double[][] rows = new double[SIZE + further][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(i < SIZE ? labels[i] : i - SIZE, i);
    }
    double[] products = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        for (int k = 0; k < DIM; k++) {
          products[i * rows.length + j] += rows[i][k] * rows[j][k];
        }
      }
    }
    return new Gram(rows.length, products);
  }

  private static double[] row(int label, int index) {
    SplittableRandom centre = new Seed(1).derive(label).generator();
    SplittableRandom own = new Seed(2).derive(index).generator();
    double[] row = new double[DIM];
    double squares = 0;
    for (int k = 0; k < DIM; k++) {
      row[k] = centre.nextGaussian() + SPREAD * own.nextGaussian();
      squares += row[k] * row[k];
    }
    for (int k = 0; k < DIM; k++) {
      row[k] /= Math.sqrt(squares);
    }
    return row;
  }
}
