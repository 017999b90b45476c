/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * A loss at the two ends of training, found by evaluating it, so every loss has them.
 *
 * @param collapsed value if all embeddings are equal, where collapsed training stays: the margin
 *     for a hinge, ln 2 for a soft margin; empty for a loss with rows of its own
 * @param rest whether all tuples have value 0 once classes are one point each and orthogonal
 */
public record Landmarks(OptionalDouble collapsed, Rest rest) {

  /** Whether a loss is ever satisfied. */
  public enum Rest {
    /** All its tuples can have the value 0. */
    REACHED,
    /** Some value is left in every tuple, as with exponentials. */
    NEVER
  }

  /** Returns the landmarks of a loss on batches with these labels. */
  public static Landmarks of(RankingLoss loss, int[] labels) {
    if (Learnt.rows(loss.learntParts()) > 0) {
      return new Landmarks(OptionalDouble.empty(), Rest.NEVER);
    }
    int size = labels.length;
    double[] one = new double[size * size];
    double[] apart = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        apart[i * size + j] = labels[i] == labels[j] ? 1 : 0;
      }
    }
    // Measured from the batch's mean, equal embeddings are all zero.
    Arrays.fill(one, loss.origin() == RankingLoss.Origin.ZERO ? 1 : 0);
    LossResult separated = evaluate(loss, apart, labels);
    return new Landmarks(
        OptionalDouble.of(evaluate(loss, one, labels).value()),
        separated.active() == 0 ? Rest.REACHED : Rest.NEVER);
  }

  private static LossResult evaluate(RankingLoss loss, double[] products, int[] labels) {
    Gram gram = new Gram(labels.length, products);
    double[] numbers = Learnt.numbers(loss.learntParts());
    return loss.evaluate(new LossInput(gram, Rows.of(labels), numbers, new Seed(0)));
  }
}
