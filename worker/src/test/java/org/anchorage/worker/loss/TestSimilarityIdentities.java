/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.anchorage.core.config.loss.CircleLossSettings.Over;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.config.loss.SupConLossSettings.Reduce;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

/** Where one loss is another, and what they are at points that can be worked out by hand. */
class TestSimilarityIdentities {

  private static final Batch PAIRS = Batch.random(new Seed(2), 5, 2, 4);

  /** Two classes at right angles, each of two rows in one direction. */
  private static final Batch RIGHT_ANGLE =
      new Batch(new double[][] {{1, 0}, {3, 0}, {0, 2}, {0, 1}}, new int[] {1, 1, 2, 2});

  private static double value(Batch batch, RankingLoss loss) {
    return batch.evaluate(loss).value();
  }

  private static void assertSame(Batch batch, RankingLoss one, RankingLoss other) {
    assertThat(value(batch, one)).isCloseTo(value(batch, other), within(1e-12));
    double[][] gradient = batch.gradient(other);
    for (int i = 0; i < gradient.length; i++) {
      assertThat(batch.gradient(one)[i]).containsExactly(gradient[i], within(1e-12));
    }
  }

  @Test
  void withOnePositiveSupConIsNtXent() {
    assertSame(PAIRS, new SupConLoss(0.3, 0.3, Reduce.ALL), new NtXentLoss(0.3));
    assertSame(PAIRS, new SupConLoss(0.3, 0.3, Reduce.NONZERO), new NtXentLoss(0.3));
  }

  /** |x - y|^2 = 2 - 2xy at length 1. */
  @Test
  void onTheSphereNcaWithOnePositiveIsNtXent() {
    Batch unit = PAIRS.normalised();

    assertThat(value(unit, new NcaLoss(2.5)))
        .isCloseTo(value(unit, new NtXentLoss(0.2)), within(1e-12));
  }

  @Test
  void baseTemperatureScales() {
    Batch batch = Batch.random(new Seed(2), 4, 3, 4);

    assertThat(value(batch, new SupConLoss(0.3, 0.1, Reduce.ALL)))
        .isCloseTo(3 * value(batch, new SupConLoss(0.3, 0.3, Reduce.ALL)), within(1e-12));
  }

  @Test
  void multipleNegativesLossIsNPairsOfScaledDirections() {
    Batch scaled = PAIRS.normalised();
    for (double[] row : scaled.rows()) {
      Arrays.setAll(row, k -> Math.sqrt(20) * row[k]);
    }

    assertThat(value(PAIRS, new MultipleNegativesLoss(20)))
        .isCloseTo(value(scaled, new NPairsLoss(0, Repeats.SHARE)), within(1e-12));
  }

  @Test
  void withOneNegativeOvoIsMc() {
    assertSame(
        Batch.random(new Seed(3), 2, 2, 4),
        new NPairsOvoLoss(0.1),
        new NPairsLoss(0.1, Repeats.SHARE));
  }

  @Test
  void ovoLeavesOutPairsOfTheAnchorsClass() {
    Batch batch = Batch.random(new Seed(3), 1, 4, 4);

    assertThat(value(batch, new NPairsOvoLoss(0))).isZero();
    assertThat(value(batch, new MultipleNegativesLoss(1))).isZero();
  }

  @Test
  void nPairsOfABatchHoldsWhatIsFarOff() {
    double[][] rows = {{1e3, 0}, {-1e3, 0}, {1e3, 0}, {-1e3, 0}};
    Batch batch = new Batch(rows, new int[] {1, 1, 2, 2});
    LossResult result = batch.evaluate(new NPairsBatchLoss(0));

    // Of each anchor's two negatives one is 2e6 nearer than its positive, the other as near.
    assertThat(result.value()).isCloseTo(50, within(1e-12));
    assertThat(result.slope()[2]).isZero();
  }

  @Test
  void meanLengthIsOfTheAnchors() {
    Batch batch = new Batch(new double[][] {{3, 4}, {0, 1}}, new int[] {1, 2});

    assertThat(value(batch, new NPairsBatchLoss(0.5))).isCloseTo(1.5, within(1e-15));
  }

  @Test
  void anEpsilonOverAllDifferencesKeepsAllPairs() {
    assertSame(
        PAIRS,
        new MultiSimilarityLoss(2, 50, 0.5, 2.1),
        new MultiSimilarityLoss(2, 50, 0.5, Double.POSITIVE_INFINITY));
  }

  @Test
  void epsilonLeavesOutWhatIsWellApart() {
    assertThat(value(RIGHT_ANGLE, new MultiSimilarityLoss(2, 50, 0.5, 0.9))).isZero();
    assertThat(value(RIGHT_ANGLE, new MultiSimilarityLoss(2, 50, 0.5, 1.1)))
        .isCloseTo(
            Math.log1p(Math.exp(-1)) / 2 + Math.log1p(2 * Math.exp(-25)) / 50, within(1e-15));
  }

  @Test
  void rightAnglesByHand() {
    assertThat(value(RIGHT_ANGLE, new NtXentLoss(0.5)))
        .isCloseTo(Math.log1p(2 * Math.exp(-2)), within(1e-14));
    assertThat(value(RIGHT_ANGLE, new CircleLoss(0.25, 16, Over.BATCH)))
        .isCloseTo(Math.log1p(8 * Math.exp(-1) * Math.exp(-1)), within(1e-13));
  }

  @Test
  void liftedStructureByHand() {
    // On a line: 0 and 1 of one class, 3 of another.
    Batch batch = new Batch(new double[][] {{0}, {1}, {3}}, new int[] {1, 1, 2});
    double pair = Math.log(Math.exp(1 - 3) + Math.exp(1 - 2)) + 1;

    assertThat(value(batch, new LiftedPairsLoss(1))).isCloseTo(pair * pair / 2, within(1e-12));
    // With 1 a reference only the negatives of 0 count, and they are far enough.
    assertThat(value(batch, new WithReferences(new LiftedPairsLoss(1), 1))).isZero();
    assertThat(value(batch, new WithReferences(new LiftedPairsLoss(3), 1)))
        .isCloseTo(1 / 2.0, within(1e-12));
    // Anchors 0 and 1: 1 - 0.1 + (3 - their distance to 3); anchor 3: log(e^0 + e^1).
    assertThat(value(batch, new LiftedAnchorLoss(3, 0.1)))
        .isCloseTo((0.9 + 0 + 0.9 + 1 + Math.log(1 + Math.E)) / 3, within(1e-12));
  }

  @Test
  void ncaByHand() {
    Batch batch = new Batch(new double[][] {{0}, {1}, {3}}, new int[] {1, 1, 2});

    assertThat(value(batch, new NcaLoss(0.5)))
        .isCloseTo(
            (Math.log1p(Math.exp(-0.5 * (9 - 1))) + Math.log1p(Math.exp(-0.5 * (4 - 1)))) / 2,
            within(1e-12));
  }
}
