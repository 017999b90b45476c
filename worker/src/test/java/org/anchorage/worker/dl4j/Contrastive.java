/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.core.gram.Gram;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;

/**
 * A small loss to test with: mean over pairs of d^2 within a class, of max(0, 1 - d^2) across.
 *
 * @param origin where embeddings are measured from; the loss is the same from both
 */
public record Contrastive(Origin origin) implements RankingLoss {

  @Override
  public LossResult evaluate(LossInput input) {
    Gram gram = input.gram();
    int[] labels = input.rows().labels();
    int size = gram.size();
    double[] slope = new double[size * size];
    double sum = 0;
    long active = 0;
    double weight = 1.0 / (size * (size - 1));
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double squared = gram.product(i, i) + gram.product(j, j) - 2 * gram.product(i, j);
        boolean same = labels[i] == labels[j];
        double term = same ? squared : Math.max(0, 1 - squared);
        if (i == j || term <= 0) {
          continue;
        }
        double toward = same ? weight : -weight;
        sum += weight * term;
        active++;
        slope[i * size + i] += toward;
        slope[j * size + j] += toward;
        slope[i * size + j] -= 2 * toward;
      }
    }
    return new LossResult(sum, slope, (long) size * (size - 1), active);
  }
}
