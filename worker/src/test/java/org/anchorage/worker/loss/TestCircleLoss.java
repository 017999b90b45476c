/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.anchorage.core.config.loss.CircleLossSettings.Over;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Similarities;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestCircleLoss {

  private static final double MARGIN = 0.25;
  private static final double GAMMA = 16;

  /** At the cosines it was made with, the twin's value is the loss's; elsewhere factors stay. */
  @ParameterizedTest
  @EnumSource(Over.class)
  void slopeIsTheDerivativeWhereFactorsAreDetached(Over over) {
    Batch batch = Batch.random(new Seed(3), 3, 3, 4);
    CircleLoss loss = new CircleLoss(MARGIN, GAMMA, over);
    Detached twin = new Detached(over, new Similarities(batch.gram(loss)));
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(twin);

    assertThat(batch.evaluate(loss).value()).isCloseTo(batch.evaluate(twin).value(), within(1e-12));
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-7));
    }
  }

  @ParameterizedTest
  @EnumSource(Over.class)
  void slopeIsNotTheDerivativeOfTheValue(Over over) {
    Batch batch = Batch.random(new Seed(3), 3, 3, 4);
    CircleLoss loss = new CircleLoss(MARGIN, GAMMA, over);

    assertThat(Math.abs(batch.gradient(loss)[0][0] - batch.differences(loss)[0][0]))
        .isGreaterThan(1e-3);
  }

  @Test
  void whatIsWhereItShouldBeHasNoSlope() {
    // Positives at cosine 1, beyond 1 - m; negatives at -1, under m, with factor 0.
    double[][] rows = {{1, 0}, {2, 0}, {-1, 0}, {-3, 0}};
    LossResult result =
        new Batch(rows, new int[] {1, 1, 2, 2})
            .evaluate(new CircleLoss(MARGIN, GAMMA, Over.ANCHOR));

    // Two negatives at exponent 0, one positive at -gamma m (1 - 1 + m).
    assertThat(result.value())
        .isCloseTo(Math.log1p(2 * Math.exp(-GAMMA * MARGIN * MARGIN)), within(1e-12));
    for (int i = 0; i < 4; i++) {
      assertThat(result.slope()[i * 4 + (i + 2) % 4]).isZero();
    }
  }

  @Test
  void anchorsWithoutNegativesDoNotCount() {
    LossResult result =
        Batch.random(new Seed(3), 1, 4, 3).evaluate(new CircleLoss(MARGIN, GAMMA, Over.ANCHOR));

    assertThat(result.value()).isZero();
    assertThat(result.active()).isZero();
    for (double slope : result.slope()) {
      assertThat(slope).isZero();
    }
  }

  /** The formula term by term, with the factors of other cosines. */
  private record Detached(Over over, Similarities factors) implements RankingLoss {

    @Override
    public Origin origin() {
      return Origin.ZERO;
    }

    @Override
    public LossResult evaluate(LossInput input) {
      Gram gram = input.gram();
      int size = gram.size();
      double all = 0;
      int terms = 0;
      double positives = 0;
      double negatives = 0;
      for (int i = 0; i < size; i++) {
        for (int j = over == Over.BATCH ? i + 1 : 0; j < size; j++) {
          double cosine = gram.product(i, j) / Math.sqrt(gram.product(i, i) * gram.product(j, j));
          double fixed = factors.between(i, j);
          if (i != j && input.rows().same(i, j)) {
            double factor = Math.max(0, 1 + MARGIN - fixed);
            positives += Math.exp(-GAMMA * factor * (cosine - 1 + MARGIN));
          } else if (i != j) {
            negatives += Math.exp(GAMMA * Math.max(0, fixed + MARGIN) * (cosine - MARGIN));
          }
        }
        if (over == Over.ANCHOR || i == size - 1) {
          all += Math.log(1 + positives * negatives);
          terms++;
          positives = 0;
          negatives = 0;
        }
      }
      return new LossResult(all / terms, new double[0], terms, terms);
    }
  }
}
