/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.anchorage.worker.loss.WeightedLosses.Member;
import org.junit.jupiter.api.Test;

/** Weighted sums, and losses with a memory. */
class TestCombinedLosses {

  private static final int[] LABELS = {0, 0, 1, 1, 2, 2, 1, 0};
  private static final RankingLoss TRIPLET = triplet(Distance.SQUARED_EUCLIDEAN);
  private static final RankingLoss SOFTMAX = new SoftmaxLoss(3, 1);
  private static final RankingLoss ANCHOR = new ProxyAnchorLoss(3, 8, 0.1, 100);
  private static final RankingLoss SUM =
      new WeightedLosses(
          List.of(
              new Member(SOFTMAX, 0.5),
              new Member(TRIPLET, 2),
              new Member(ANCHOR, 0.25),
              new Member(new WeightedLosses(List.of(new Member(SOFTMAX, 3))), 1)));

  private static RankingLoss triplet(Distance distance) {
    return new TripletLoss(distance, new SemiHardMiner(), new Penalty.Soft(), Reducer.MEAN);
  }

  @Test
  void slopesOfASumAreTheDerivativesByFiniteDifferences() {
    LearningStep step = LearningStep.random(new Seed(3), LABELS, 6, SUM);

    double[][] gradient = step.gradient(SUM);
    double[][] differences = step.differences(SUM);

    assertThat(gradient).hasDimensions(LABELS.length + 9, 6);
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-7));
    }
    assertThat(step.evaluate(SUM).numberSlopes())
        .hasSize(6)
        .containsExactly(step.numberDifferences(SUM), within(1e-7));
  }

  @Test
  void eachMemberSeesItsOwnAlone() {
    LearningStep step = LearningStep.random(new Seed(4), LABELS, 6, SUM);
    double softmax = alone(step, SOFTMAX, 8, new int[] {0, 1, 2});
    double triplet = alone(step, TRIPLET, 8, new int[0]);
    double anchor = alone(step, ANCHOR, 11, new int[0]);
    double inner = alone(step, SOFTMAX, 14, new int[] {3, 4, 5});

    LossResult sum = step.evaluate(SUM);

    assertThat(sum.value())
        .isCloseTo(0.5 * softmax + 2 * triplet + 0.25 * anchor + 3 * inner, within(1e-12));
    assertThat(sum.tuples()).isEqualTo(8 + batch(step).evaluate(TRIPLET).tuples() + (3 + 3) + 8);
  }

  private static double alone(LearningStep step, RankingLoss loss, int from, int[] numbers) {
    int own = Learnt.rows(loss.learntParts());
    double[][] vectors = Arrays.copyOf(step.vectors(), LABELS.length + own);
    System.arraycopy(step.vectors(), from, vectors, LABELS.length, own);
    return new LearningStep(
            vectors,
            step.rows(),
            Arrays.stream(numbers).mapToDouble(k -> step.numbers()[k]).toArray())
        .evaluate(loss)
        .value();
  }

  private static LearningStep batch(LearningStep step) {
    return new LearningStep(
        Arrays.copyOf(step.vectors(), LABELS.length), step.rows(), new double[0]);
  }

  @Test
  void aSumOfOneIsThatOne() {
    RankingLoss sum = new WeightedLosses(List.of(new Member(TRIPLET, 1)));
    LearningStep step = LearningStep.random(new Seed(5), LABELS, 6, sum);

    assertThat(step.evaluate(sum).value()).isEqualTo(step.evaluate(TRIPLET).value());
    assertThat(step.evaluate(sum).slope()).isEqualTo(step.evaluate(TRIPLET).slope());
    assertThat(sum.learntParts()).isEmpty();
    assertThat(sum.origin()).isEqualTo(RankingLoss.Origin.BATCH_MEAN);
  }

  @Test
  void aSumIsMeasuredFromZeroWhereOneOfItsLossesIs() {
    assertThat(SUM.origin()).isEqualTo(RankingLoss.Origin.ZERO);
    assertThat(SUM.learntParts())
        .extracting(Learnt::rows, Learnt::rate)
        .containsExactly(tuple(3, 1.0), tuple(3, 100.0), tuple(3, 1.0));
    assertThatThrownBy(() -> new WeightedLosses(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A sum of no losses teaches nothing");
  }

  @Test
  void aMemoryAsksForReferencesAndIsOtherwiseItsLoss() {
    for (RankingLoss loss : List.of(TRIPLET, SUM, SOFTMAX)) {
      RankingLoss remembering = new CrossBatchMemory(loss, 0);
      LearningStep step = LearningStep.random(new Seed(6), LABELS, 6, loss);

      assertThat(remembering.memory()).isZero();
      assertThat(remembering.origin()).isEqualTo(loss.origin());
      assertThat(remembering.learntParts()).hasSameSizeAs(loss.learntParts());
      assertThat(step.evaluate(remembering).value()).isEqualTo(step.evaluate(loss).value());
      assertThat(step.evaluate(remembering).slope()).isEqualTo(step.evaluate(loss).slope());
    }
    RankingLoss nested =
        new WeightedLosses(
            List.of(new Member(TRIPLET, 1), new Member(new CrossBatchMemory(TRIPLET, 16), 1)));
    assertThat(nested.memory()).isEqualTo(16);
    assertThatThrownBy(() -> new CrossBatchMemory(TRIPLET, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot remember -1 embeddings; ask for 0 or more");
  }

  @Test
  void anchorsFindPartnersAmongReferencesAndFollowTheGradient() {
    RankingLoss loss = new CrossBatchMemory(triplet(Distance.COSINE), 4);
    LearningStep step =
        new LearningStep(
            LearningStep.random(new Seed(7), LABELS, 6, TRIPLET).vectors(),
            new Rows(LABELS, 4),
            new double[0]);

    double[][] gradient = step.gradient(loss);
    double[][] differences = step.differences(loss);

    // Of each of two classes two anchors: pairs among themselves, and with one of theirs below.
    assertThat(step.evaluate(loss).tuples()).isEqualTo(2 * 2 + 2 * 2);
    for (int i = 0; i < 4; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-7));
    }
  }
}
