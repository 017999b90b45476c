/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.config.loss.ProxyNcaLossSettings.Own;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the losses with a vector a class have in common. */
class TestClassVectorLosses {

  private static final int CLASSES = 5;

  /** Class 3 has no embedding, class 2 a single one. */
  private static final int[] LABELS = {0, 0, 1, 4, 2, 4, 1, 0};

  static Stream<RankingLoss> losses() {
    return Stream.of(
        new ProxyNcaLoss(CLASSES, 3, Own.INSIDE, 0, 1),
        new ProxyNcaLoss(CLASSES, 3, Own.INSIDE, 0.2, 1),
        new ProxyNcaLoss(CLASSES, 3, Own.OUTSIDE, 0, 1),
        new ProxyAnchorLoss(CLASSES, 8, 0.1, 1),
        new SoftmaxLoss(CLASSES, 1),
        new NormalisedSoftmaxLoss(CLASSES, 0.3, 1));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void slopesAreTheDerivativesByFiniteDifferences(RankingLoss loss) {
    LearningStep step = LearningStep.random(new Seed(3), LABELS, 6, loss);

    double[][] gradient = step.gradient(loss);
    double[][] differences = step.differences(loss);

    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-7));
    }
    assertThat(step.evaluate(loss).numberSlopes())
        .containsExactly(step.numberDifferences(loss), within(1e-7));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void referencesChangeNothing(RankingLoss loss) {
    LearningStep step = LearningStep.random(new Seed(4), LABELS, 6, loss);
    int anchors = 5;
    LearningStep referring =
        new LearningStep(step.vectors(), new Rows(LABELS, anchors), step.numbers());
    List<double[]> fewer = new ArrayList<>(List.of(step.vectors()));
    fewer.subList(anchors, LABELS.length).clear();
    LearningStep alone =
        new LearningStep(
            fewer.toArray(double[][]::new),
            Rows.of(Arrays.copyOf(LABELS, anchors)),
            step.numbers());

    double[][] gradient = referring.gradient(loss);

    assertThat(referring.evaluate(loss).value()).isEqualTo(alone.evaluate(loss).value());
    for (int i = 0; i < LABELS.length; i++) {
      double[] expected = i < anchors ? alone.gradient(loss)[i] : new double[6];
      assertThat(gradient[i]).containsExactly(expected, within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void zeroAndIdenticalVectorsAreFinite(RankingLoss loss) {
    LearningStep step = LearningStep.random(new Seed(5), LABELS, 6, loss);
    Arrays.fill(step.vectors()[0], 0);
    step.vectors()[2] = step.vectors()[1].clone();
    step.vectors()[LABELS.length + 4] = step.vectors()[3].clone();
    Arrays.fill(step.vectors()[LABELS.length + 1], 0);

    assertThat(step.evaluate(loss).value()).isFinite();
    for (double[] row : step.gradient(loss)) {
      assertThat(row).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
    }
    if (!(loss instanceof SoftmaxLoss)) {
      assertThat(step.gradient(loss)[0]).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void longVectorsDoNotOverflow(RankingLoss loss) {
    LearningStep step = LearningStep.random(new Seed(6), LABELS, 6, loss);
    for (double[] vector : step.vectors()) {
      Arrays.setAll(vector, k -> 1e4 * vector[k]);
    }

    LossResult result = step.evaluate(loss);

    assertThat(result.value()).isFinite();
    assertThat(Arrays.stream(result.slope()).allMatch(Double::isFinite)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void anEmptyBatchTeachesNothing(RankingLoss loss) {
    LearningStep step = LearningStep.random(new Seed(7), new int[0], 6, loss);

    LossResult result = step.evaluate(loss);

    assertThat(result.value()).isZero();
    assertThat(result.slope()).containsOnly(0);
    assertThat(result.tuples()).isZero();
  }

  @Test
  void oneClassTeachesNothingButToDraw() {
    List<RankingLoss> losses =
        List.of(
            new ProxyNcaLoss(1, 3, Own.INSIDE, 0.2, 1),
            new ProxyNcaLoss(1, 3, Own.OUTSIDE, 0, 1),
            new SoftmaxLoss(1, 1),
            new NormalisedSoftmaxLoss(1, 0.3, 1));
    for (RankingLoss loss : losses) {
      LearningStep step = LearningStep.random(new Seed(8), new int[] {0, 0}, 6, loss);
      assertThat(step.evaluate(loss).value()).isZero();
      assertThat(step.evaluate(loss).slope()).containsOnly(0);
    }
    RankingLoss anchor = new ProxyAnchorLoss(1, 8, 0.1, 1);
    LearningStep step = LearningStep.random(new Seed(8), new int[] {0, 0}, 6, anchor);
    assertThat(step.evaluate(anchor).value()).isPositive();
    assertThat(step.evaluate(anchor).tuples()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void classesThatHaveNoVectorAreRefused(RankingLoss loss) {
    LearningStep step = LearningStep.random(new Seed(9), new int[] {0, 5}, 6, loss);
    assertThatThrownBy(() -> step.evaluate(loss))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Row 1 is of class 5, and the loss knows classes 0 to 4; number the classes that are"
                + " trained on from 0");

    LearningStep without = new LearningStep(new double[2][6], Rows.of(0, 1), new double[5]);
    assertThatThrownBy(() -> without.evaluate(loss))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A loss over 5 classes needs one row for each, not 0; pass one for each class");
  }

  @Test
  void publishedProxyNcaHasNoSmoothedTargets() {
    assertThatThrownBy(() -> new ProxyNcaLoss(2, 1, Own.OUTSIDE, 0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Targets smoothed by 0.1 need a softmax over all proxies;"
                + " set loss.proxy-nca.own = inside");
  }

  @Test
  void lossesOfCosinesDoNotSeeLengths() {
    losses()
        .filter(loss -> !(loss instanceof SoftmaxLoss))
        .forEach(
            loss -> {
              LearningStep step = LearningStep.random(new Seed(10), LABELS, 6, loss);
              double before = step.evaluate(loss).value();
              for (double[] vector : step.vectors()) {
                Arrays.setAll(vector, k -> 3 * vector[k]);
              }
              assertThat(step.evaluate(loss).value()).isCloseTo(before, within(1e-12));
            });
  }

  @Test
  void normalisedSoftmaxIsProxyNcaAtTwiceTheScale() {
    RankingLoss softmax = new NormalisedSoftmaxLoss(CLASSES, 0.125, 1);
    RankingLoss nca = new ProxyNcaLoss(CLASSES, 4, Own.INSIDE, 0, 1);
    LearningStep step = LearningStep.random(new Seed(11), LABELS, 6, softmax);

    assertThat(step.evaluate(softmax).value()).isCloseTo(step.evaluate(nca).value(), within(1e-12));
    assertThat(step.evaluate(softmax).slope())
        .containsExactly(step.evaluate(nca).slope(), within(1e-12));
  }

  @Test
  void countsWhatTookPart() {
    RankingLoss anchor = new ProxyAnchorLoss(CLASSES, 32, 0.1, 1);
    RankingLoss nca = new ProxyNcaLoss(CLASSES, 9, Own.INSIDE, 0, 1);
    LearningStep step = LearningStep.random(new Seed(12), LABELS, 6, anchor);

    // Four classes have embeddings to draw, and all have some to push off.
    assertThat(step.evaluate(anchor).tuples()).isEqualTo(4 + 5);
    assertThat(step.evaluate(nca).tuples()).isEqualTo(LABELS.length);
    assertThat(step.evaluate(nca).active()).isBetween(1L, (long) LABELS.length);
  }

  @Test
  void startsAreSpreadAsThePapersHaveIt() {
    assertThat(new ProxyAnchorLoss(50, 32, 0.1, 100).learntParts().get(0).deviation())
        .isCloseTo(0.2, within(1e-12));
    assertThat(new ProxyAnchorLoss(50, 32, 0.1, 100).learntParts().get(0).rate()).isEqualTo(100);
    assertThat(new SoftmaxLoss(3, 1).learntParts().get(0).numbers()).containsExactly(0, 0, 0);
    assertThat(new SoftmaxLoss(3, 1).learntParts().get(0).rows()).isEqualTo(3);
  }
}
