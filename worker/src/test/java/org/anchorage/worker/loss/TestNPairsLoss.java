/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.anchorage.core.config.loss.NPairsLossSettings.Anchor;
import org.anchorage.core.config.loss.NPairsLossSettings.Negatives;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestNPairsLoss {

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void slopeIsTheDerivativeByFiniteDifferences(int images) {
    Batch batch = Batch.random(new Seed(images), 3, images, 4);
    NPairsLoss loss = new NPairsLoss(0.3, Repeats.SHARE);
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(loss);

    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void valueIsTheCrossEntropyOfItsSlowTwin(int images) {
    Batch batch = Batch.random(new Seed(images), 4, images, 4);
    NPairsLoss loss = new NPairsLoss(0.5, Repeats.SHARE);

    assertThat(batch.evaluate(loss).value()).isCloseTo(slowTwin(batch, 0.5), within(1e-12));
    assertThat(batch.evaluate(loss).tuples()).isEqualTo(2L * images);
  }

  @Test
  void permutedPairsHavePermutedSlope() {
    Batch batch = Batch.random(new Seed(9), 4, 2, 3);
    int[] order = {6, 7, 0, 1, 4, 5, 2, 3};
    NPairsLoss loss = new NPairsLoss(0.002, Repeats.SHARE);
    double[] plain = batch.evaluate(loss).slope();
    double[] permuted = batch.taken(order).evaluate(loss).slope();

    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        assertThat(permuted[i * 8 + j]).isCloseTo(plain[order[i] * 8 + order[j]], within(1e-14));
      }
    }
  }

  @Test
  void alignedPairsOfOrthogonalClassesCostNothing() {
    double[][] rows = {{40, 0}, {40, 0}, {0, 40}, {0, 40}};

    LossResult result =
        new Batch(rows, new int[] {1, 1, 2, 2}).evaluate(new NPairsLoss(0, Repeats.SHARE));

    assertThat(result.value()).isZero();
    assertThat(result.active()).isZero();
    assertThat(result.tuples()).isEqualTo(2);
  }

  @Test
  void longVectorsDoNotOverflow() {
    double[][] rows = {{1e4, 0}, {-1e4, 0}, {0, 1e4}, {1e4, 0}};

    LossResult result =
        new Batch(rows, new int[] {1, 1, 2, 2}).evaluate(new NPairsLoss(0, Repeats.SHARE));

    // Anchor 0: 1e8 to the other's positive, -1e8 to its own. Anchor 2: 0 to both.
    assertThat(result.value()).isCloseTo((2e8 + Math.log(2)) / 2, within(1e-6));
    assertThat(result.slope()).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
  }

  @Test
  void leftOutMatesChangeNothing() {
    Batch batch = Batch.random(new Seed(4), 3, 4, 5);
    NPairsLoss loss = new NPairsLoss(0, Repeats.LEAVE_OUT);
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(loss);
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-8));
    }

    double sum = 0;
    for (int anchor = 0; anchor < 12; anchor += 2) {
      sum += alone(batch, anchor);
    }
    assertThat(batch.evaluate(loss).value()).isCloseTo(sum / 6, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(Negatives.class)
  void anchorsOfUnitLengthAreMeasuredByTheirDirection(Negatives negatives) {
    Batch batch = Batch.random(new Seed(7), 3, 4, 5);
    NPairsLoss loss = new NPairsLoss(0.2, Repeats.LEAVE_OUT, Anchor.UNIT_LENGTH, negatives);
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(loss);
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-8));
    }

    double sum = 0;
    double squares = 0;
    for (int anchor = 0; anchor < 12; anchor += 2) {
      double length = Math.sqrt(product(batch, anchor, anchor));
      double terms = 1;
      for (int other = 0; other < 12; other++) {
        boolean told = negatives == Negatives.IMAGES || other % 2 == 1;
        if (told && batch.labels()[other] != batch.labels()[anchor]) {
          double reach = product(batch, anchor, other) - product(batch, anchor, anchor + 1);
          terms += Math.exp(reach / length);
        }
      }
      sum += Math.log(terms);
      squares += product(batch, anchor, anchor) + product(batch, anchor + 1, anchor + 1);
    }
    assertThat(batch.evaluate(loss).value())
        .isCloseTo(sum / 6 + 0.25 * 0.2 * squares / 6, within(1e-12));
  }

  @Test
  void anAnchorWithoutLengthHasNoDirection() {
    double[][] rows = {{0, 0}, {1, 2}, {3, 0}, {2, 1}};

    LossResult result =
        new Batch(rows, new int[] {1, 1, 2, 2})
            .evaluate(
                new NPairsLoss(0, Repeats.LEAVE_OUT, Anchor.UNIT_LENGTH, Negatives.POSITIVES));

    // Log 2 of the first; the second anchor is (1, 0) in its products, which are 2 and 1.
    assertThat(result.value())
        .isCloseTo((Math.log(2) + Math.log1p(Math.exp(-1))) / 2, within(1e-15));
    assertThat(Arrays.stream(result.slope()).limit(4)).allMatch(slope -> slope == 0);
  }

  /** One anchor's cross entropy among its positive and those of other classes. */
  private static double alone(Batch batch, int anchor) {
    double sum = 1;
    double own = product(batch, anchor, anchor + 1);
    for (int p = 1; p < 12; p += 2) {
      if (batch.labels()[p] != batch.labels()[anchor]) {
        sum += Math.exp(product(batch, anchor, p) - own);
      }
    }
    return Math.log(sum);
  }

  private static double product(Batch batch, int i, int j) {
    double sum = 0;
    for (int k = 0; k < batch.rows()[i].length; k++) {
      sum += batch.rows()[i][k] * batch.rows()[j][k];
    }
    return sum;
  }

  @Test
  void withoutRepeatedClassesBothRulesAreSohns() {
    Batch batch = Batch.random(new Seed(6), 4, 2, 3);

    assertThat(batch.evaluate(new NPairsLoss(0.1, Repeats.LEAVE_OUT)).slope())
        .isEqualTo(batch.evaluate(new NPairsLoss(0.1, Repeats.SHARE)).slope());
  }

  @Test
  void zeroVectorsAndSingleClassAreDefined() {
    NPairsLoss loss = new NPairsLoss(0.002, Repeats.SHARE);
    LossResult zeros = new Batch(new double[6][2], new int[] {1, 1, 2, 2, 3, 3}).evaluate(loss);
    LossResult single = new Batch(new double[6][2], new int[6]).evaluate(loss);

    assertThat(zeros.value()).isCloseTo(Math.log(3), within(1e-15));
    assertThat(single.value()).isCloseTo(Math.log(3), within(1e-15));
    assertThat(single.slope()[1]).isZero();
  }

  @Test
  void singlePairHasOnlyItsLengths() {
    LossResult result =
        new Batch(new double[][] {{1, 2}, {3, 0}}, new int[] {7, 7})
            .evaluate(new NPairsLoss(0.4, Repeats.SHARE));

    assertThat(result.value()).isCloseTo(0.1 * (5 + 9), within(1e-15));
    assertThat(result.slope()).containsExactly(new double[] {0.1, 0, 0, 0.1}, within(1e-15));
  }

  @Test
  void emptyBatchIsZero() {
    LossResult result =
        new NPairsLoss(1, Repeats.SHARE)
            .evaluate(LossInput.of(new Gram(0, new double[0]), Rows.of(new int[0]), new Seed(5)));

    assertThat(result).extracting(LossResult::value, LossResult::tuples).containsExactly(0.0, 0L);
  }

  @Test
  void rowsMustBePairs() {
    NPairsLoss loss = new NPairsLoss(0, Repeats.SHARE);

    assertThatThrownBy(
            () ->
                loss.evaluate(
                    LossInput.of(
                        new Gram(4, new double[16]), Rows.of(new int[] {5, 5, 5, 8}), new Seed(5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows 2 and 3")
        .hasMessageContaining("5 and 8")
        .hasMessageContaining("batch.sampler = pairs");
    assertThatThrownBy(
            () ->
                loss.evaluate(
                    LossInput.of(new Gram(3, new double[9]), Rows.of(new int[3]), new Seed(5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot pair 3 of them");
    assertThatThrownBy(
            () ->
                loss.evaluate(
                    LossInput.of(new Gram(2, new double[4]), Rows.of(new int[4]), new Seed(5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 2 labels, got 4; pass the class of each embedding");
  }

  @Test
  void dependsOnInnerProductsAsTheyAre() {
    assertThat(new NPairsLoss(0, Repeats.SHARE).origin()).isEqualTo(RankingLoss.Origin.ZERO);
  }

  /** Softmax of all similarities, then the cross entropy with the evenly shared target. */
  private static double slowTwin(Batch batch, double l2) {
    int pairs = batch.labels().length / 2;
    double entropies = 0;
    double lengths = 0;
    for (int i = 0; i < pairs; i++) {
      double[] softmax = new double[pairs];
      double[] target = new double[pairs];
      for (int j = 0; j < pairs; j++) {
        softmax[j] = Math.exp(dot(batch.rows()[2 * i], batch.rows()[2 * j + 1]));
        target[j] = batch.labels()[2 * i] == batch.labels()[2 * j + 1] ? 1 : 0;
      }
      for (int j = 0; j < pairs; j++) {
        entropies -=
            target[j]
                / Arrays.stream(target).sum()
                * Math.log(softmax[j] / Arrays.stream(softmax).sum());
      }
      lengths += dot(batch.rows()[2 * i], batch.rows()[2 * i]);
      lengths += dot(batch.rows()[2 * i + 1], batch.rows()[2 * i + 1]);
    }
    return (entropies + 0.25 * l2 * lengths) / pairs;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }
}
