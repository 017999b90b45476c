/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Around a loss that learns, or has references, what the step does: products of all rows before,
 * gradients of all of them after. Loops of its own, and no centring.
 *
 * @param vectors the batch's embeddings, then references, then the loss's own rows
 * @param rows which of them are which
 * @param numbers that the loss learns
 */
record LearningStep(double[][] vectors, Rows rows, double[] numbers) {

  /** Returns a random batch before random rows and numbers of the loss's. */
  static LearningStep random(Seed seed, int[] labels, int dim, RankingLoss loss) {
    SplittableRandom random = seed.generator();
    int own = Learnt.rows(loss.learntParts());
    int numbers = Learnt.numbers(loss.learntParts()).length;
    double[][] vectors = new double[labels.length + own][dim];
    for (double[] vector : vectors) {
      Arrays.setAll(vector, k -> random.nextDouble(-1, 1));
    }
    return new LearningStep(vectors, Rows.of(labels), random.doubles(numbers, -1, 1).toArray());
  }

  LossResult evaluate(RankingLoss loss) {
    int size = vectors.length;
    double[] products = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < vectors[i].length; k++) {
          products[i * size + j] += vectors[i][k] * vectors[j][k];
        }
      }
    }
    return loss.evaluate(new LossInput(new Gram(size, products), rows, numbers, new Seed(5)));
  }

  /** Returns dL/dF of all rows, (S + S<sup>T</sup>) F, references included. */
  double[][] gradient(RankingLoss loss) {
    double[] s = evaluate(loss).slope();
    int size = vectors.length;
    double[][] gradient = new double[size][];
    for (int i = 0; i < size; i++) {
      gradient[i] = new double[vectors[i].length];
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < vectors[i].length; k++) {
          gradient[i][k] += (s[i * size + j] + s[j * size + i]) * vectors[j][k];
        }
      }
    }
    return gradient;
  }

  /** Returns the gradient of all rows by central differences of the value. */
  double[][] differences(RankingLoss loss) {
    return Arrays.stream(vectors).map(vector -> differences(loss, vector)).toArray(double[][]::new);
  }

  /** Returns the slopes of the numbers by central differences of the value. */
  double[] numberDifferences(RankingLoss loss) {
    return differences(loss, numbers);
  }

  private double[] differences(RankingLoss loss, double[] values) {
    double step = 1e-6;
    double[] differences = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      double kept = values[k];
      values[k] = kept + step;
      double above = evaluate(loss).value();
      values[k] = kept - step;
      double below = evaluate(loss).value();
      values[k] = kept;
      differences[k] = (above - below) / (2 * step);
    }
    return differences;
  }

  /** Returns the same step with other vectors. */
  LearningStep with(List<double[]> others) {
    return new LearningStep(others.toArray(double[][]::new), rows, numbers);
  }
}
