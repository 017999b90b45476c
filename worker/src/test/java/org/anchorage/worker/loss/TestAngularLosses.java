/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.seed.Seed;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.junit.jupiter.api.Test;

class TestAngularLosses {

  /**
   * A negative on the perpendicular through the middle of anchor and positive sees them under half
   * the angle atan(|a - p| / 2 / |n - c|).
   */
  @Test
  void hingeRestsOnceTheAngleIsSmallEnough() {
    double[][] rows = {{-1, 0}, {1, 0}, {0, 2}, {50, 50}};
    int[] labels = {1, 1, 2, 3};
    double angle = Math.toDegrees(Math.atan(1 / 2.0));
    Batch batch = new Batch(rows, labels);

    assertThat(batch.evaluate(hinge(angle + 0.1)).value()).isZero();
    assertThat(batch.evaluate(hinge(angle + 0.1)).tuples()).isEqualTo(2);
    double square = Math.pow(Math.tan(Math.toRadians(20)), 2);
    assertThat(batch.evaluate(hinge(20)).value()).isCloseTo(4 - 4 * square * 4, within(1e-12));
  }

  @Test
  void hingeScalesWithTheEmbeddings() {
    Batch batch = Batch.random(new Seed(2), 4, 3, 4);
    double before = batch.evaluate(hinge(30)).value();
    for (double[] row : batch.rows()) {
      for (int k = 0; k < row.length; k++) {
        row[k] *= 3;
      }
    }

    assertThat(batch.evaluate(hinge(30)).value()).isCloseTo(9 * before, within(1e-10));
  }

  @Test
  void hingePassesOverTripletsWithoutNegatives() {
    LossResult result = Batch.random(new Seed(2), 1, 3, 4).evaluate(hinge(30));

    assertThat(result.tuples()).isZero();
    assertThat(result.slope()).containsOnly(0);
  }

  @Test
  void hingeMeasuresAllRowsAlike() {
    assertThatThrownBy(() -> new AngularHingeLoss(30, Normalise.PAIRS, new SemiHardMiner()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The exact angular loss measures distances between rows, and PAIRS gives rows"
                + " different scales; use ALL or NONE");
  }

  @Test
  void termIsWhatThePaperSays() {
    double[][] rows = {{1, 0}, {0, 2}, {3, 4}, {-1, 1}};
    int[] labels = {1, 1, 2, 2};
    double square = Math.pow(Math.tan(Math.toRadians(40)), 2);
    // Products of the first pair with the second's positive, and the other way round.
    double first = 4 * square * (-1 + 2) - 0;
    double second = 4 * square * ((3 - 1) * 0 + (4 + 1) * 2) - 2 * (1 + square) * 1;
    double expected = (Math.log1p(Math.exp(first)) + Math.log1p(Math.exp(second))) / 2;

    assertThat(new Batch(rows, labels).evaluate(new AngularMcLoss(40, Normalise.NONE, 0)).value())
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void rowsOfLengthOneAreNormalisedAlready() {
    Batch unit = Batch.random(new Seed(2), 4, 2, 4).normalised();
    double all = value(unit, Normalise.ALL);

    assertThat(value(unit, Normalise.PAIRS)).isCloseTo(all, within(1e-13));
    assertThat(value(unit, Normalise.NONE)).isCloseTo(all, within(1e-13));
    assertThat(value(Batch.random(new Seed(2), 4, 2, 4), Normalise.ALL))
        .isCloseTo(all, within(1e-13));
  }

  private static double value(Batch batch, Normalise normalise) {
    return batch.evaluate(new AngularMcLoss(40, normalise, 0)).value();
  }

  @Test
  void firstPositivesAreAllWhereClassesHaveTwoImages() {
    Batch batch = Batch.random(new Seed(2), 4, 2, 4);
    AngularBatchLoss all = new AngularBatchLoss(40, Normalise.ALL, AngularBatchLoss.Positives.ALL);
    AngularBatchLoss first =
        new AngularBatchLoss(40, Normalise.ALL, AngularBatchLoss.Positives.FIRST);

    assertThat(batch.evaluate(first).value()).isEqualTo(batch.evaluate(all).value());
    assertThat(batch.evaluate(first).slope()).containsExactly(batch.evaluate(all).slope());
    assertThat(Batch.random(new Seed(2), 4, 3, 4).evaluate(first).tuples()).isEqualTo(12);
    assertThat(Batch.random(new Seed(2), 4, 3, 4).evaluate(all).tuples()).isEqualTo(24);
  }

  @Test
  void jointLossIsTheWeightedSum() {
    Batch batch = Batch.random(new Seed(2), 4, 2, 4);
    NPairsLoss nPairs = new NPairsLoss(0.002, Repeats.SHARE);
    AngularMcLoss angular = new AngularMcLoss(45, Normalise.ALL, 0);
    LossResult joint = batch.evaluate(WeightedLosses.sum(nPairs, angular, 2));

    assertThat(joint.value())
        .isCloseTo(
            batch.evaluate(nPairs).value() + 2 * batch.evaluate(angular).value(), within(1e-14));
    assertThat(joint.tuples()).isEqualTo(8);
  }

  private static AngularHingeLoss hinge(double alpha) {
    return new AngularHingeLoss(alpha, Normalise.NONE, new SemiHardMiner());
  }
}
