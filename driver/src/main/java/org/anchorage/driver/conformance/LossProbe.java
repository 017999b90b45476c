/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import java.util.Arrays;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.LossInput;
import org.anchorage.worker.loss.LossResult;
import org.anchorage.worker.loss.RankingLoss;

/**
 * A loss computed on embeddings as in a training step: products before it, the gradient (S +
 * S<sup>T</sup>) F after it.
 *
 * @param result of the loss
 * @param gradient dL/dF, B x D
 * @param ownGradient of the rows that the loss learns
 */
record LossProbe(LossResult result, double[][] gradient, double[][] ownGradient) {

  private static final Seed SEED = new Seed(0);

  static LossProbe of(
      RankingLoss loss, ReferenceBatch batch, double[][] ownRows, double[] numbers) {
    int size = batch.rows().length;
    double[][] rows = Arrays.copyOf(measured(loss, batch.rows()), size + ownRows.length);
    System.arraycopy(ownRows, 0, rows, size, ownRows.length);
    LossResult result =
        loss.evaluate(
            new LossInput(ReferenceBatch.gram(rows), Rows.of(batch.labels()), numbers, SEED));
    double[][] gradient = gradient(result.slope(), rows);
    return new LossProbe(
        result, Arrays.copyOf(gradient, size), Arrays.copyOfRange(gradient, size, gradient.length));
  }

  private static double[][] gradient(double[] s, double[][] rows) {
    double[][] gradient = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      gradient[i] = new double[rows[i].length];
      for (int j = 0; j < rows.length; j++) {
        double slope = s[i * rows.length + j] + s[j * rows.length + i];
        for (int k = 0; k < rows[i].length; k++) {
          gradient[i][k] += slope * rows[j][k];
        }
      }
    }
    return gradient;
  }

  private static double[][] measured(RankingLoss loss, double[][] rows) {
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
}
