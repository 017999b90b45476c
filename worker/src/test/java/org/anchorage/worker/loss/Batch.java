/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Embeddings with labels in tests, and around a loss what the step does: products before, gradient
 * after.
 */
record Batch(double[][] rows, int[] labels) {

  /** Returns P classes x K images, classes side by side, uniform in a cube. */
  static Batch random(Seed seed, int classes, int images, int dim) {
    SplittableRandom random = seed.generator();
    double[][] rows = new double[classes * images][dim];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      Arrays.setAll(rows[i], k -> random.nextDouble(-1, 1));
      labels[i] = 100 - i / images;
    }
    return new Batch(rows, labels);
  }

  LossResult evaluate(RankingLoss loss) {
    return loss.evaluate(
        new LossInput(
            gram(loss), Rows.of(labels), Learnt.numbers(loss.learntParts()), new Seed(5)));
  }

  Gram gram(RankingLoss loss) {
    double[][] measured = measured(loss);
    int size = measured.length;
    double[] products = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < measured[i].length; k++) {
          products[i * size + j] += measured[i][k] * measured[j][k];
        }
      }
    }
    return new Gram(size, products);
  }

  /** Returns dL/dF = (S + S<sup>T</sup>) F. */
  double[][] gradient(RankingLoss loss) {
    double[] s = evaluate(loss).slope();
    double[][] measured = measured(loss);
    int size = measured.length;
    double[][] gradient = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      gradient[i] = new double[measured[i].length];
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < measured[i].length; k++) {
          gradient[i][k] += (s[i * size + j] + s[j * size + i]) * measured[j][k];
        }
      }
    }
    return gradient;
  }

  /** Returns the gradient by central differences of the value. */
  double[][] differences(RankingLoss loss) {
    double step = 1e-6;
    double[][] differences = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      differences[i] = new double[rows[i].length];
      for (int k = 0; k < rows[i].length; k++) {
        double kept = rows[i][k];
        rows[i][k] = kept + step;
        double above = evaluate(loss).value();
        rows[i][k] = kept - step;
        double below = evaluate(loss).value();
        rows[i][k] = kept;
        differences[i][k] = (above - below) / (2 * step);
      }
    }
    return differences;
  }

  /** Returns the batch whose row i is row order[i] of this one. */
  Batch taken(int[] order) {
    return new Batch(
        Arrays.stream(order).mapToObj(i -> rows[i]).toArray(double[][]::new),
        Arrays.stream(order).map(i -> labels[i]).toArray());
  }

  /** Returns the batch with rows of length 1. */
  Batch normalised() {
    double[][] unit = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double length = length(rows[i]);
      unit[i] = Arrays.stream(rows[i]).map(value -> value / length).toArray();
    }
    return new Batch(unit, labels);
  }

  /** Takes the gradient at the rows of length 1 back to these rows, through the division. */
  double[][] throughNormalising(double[][] gradient) {
    double[][] unit = normalised().rows;
    double[][] through = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      through[i] = gradient[i].clone();
      double along = 0;
      for (int k = 0; k < unit[i].length; k++) {
        along += gradient[i][k] * unit[i][k];
      }
      for (int k = 0; k < unit[i].length; k++) {
        through[i][k] = (gradient[i][k] - along * unit[i][k]) / length(rows[i]);
      }
    }
    return through;
  }

  /** Rows as the loss wants them, its own after them, each all at their mean. */
  private double[][] measured(RankingLoss loss) {
    double[][] centred = centred(loss);
    double[][] measured = Arrays.copyOf(centred, rows.length + Learnt.rows(loss.learntParts()));
    for (int i = rows.length; i < measured.length; i++) {
      measured[i] = new double[rows.length == 0 ? 0 : rows[0].length];
      Arrays.fill(measured[i], loss.learntParts().get(0).mean());
    }
    return measured;
  }

  private double[][] centred(RankingLoss loss) {
    if (loss.origin() == RankingLoss.Origin.ZERO || rows.length == 0) {
      return rows;
    }
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      Arrays.setAll(mean, k -> mean[k] + row[k] / rows.length);
    }
    double[][] centred = new double[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      Arrays.setAll(centred[i], k -> row[k] - mean[k]);
    }
    return centred;
  }

  private static double length(double[] row) {
    return Math.sqrt(Arrays.stream(row).map(value -> value * value).sum());
  }
}
