/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.config.loss.ContrastiveLossSettings.Form;
import org.anchorage.core.config.loss.ContrastiveLossSettings.Mean;
import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.mining.tuples.AllPairsMiner;
import org.anchorage.mining.tuples.AllTripletsMiner;
import org.anchorage.mining.tuples.DistanceWeightedMiner;
import org.anchorage.mining.tuples.Miner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every loss of pairs and triplets beside the triplet loss of mined ones. */
class TestLossesOfTuples {

  private static final Miner ALL = new AllTripletsMiner();

  static Stream<RankingLoss> losses() {
    List<RankingLoss> losses = new ArrayList<>();
    for (Distance distance : Distance.values()) {
      for (Swap swap : Swap.values()) {
        for (Reducer reducer : Reducer.values()) {
          losses.add(new BatchAllLoss(distance, new Penalty.Hinge(0.7), swap, reducer));
        }
        losses.add(new BatchAllLoss(distance, new Penalty.Soft(0.3), swap, Reducer.MEAN));
        losses.add(new TripletLoss(distance, ALL, new Penalty.Soft(0.3), swap, Reducer.MEAN));
      }
      losses.add(new MarginLoss(distance, ALL, 0.2, 1.2, 0));
      losses.add(new MarginLoss(distance, ALL, 0.2, 0.9, 1));
      if (distance != Distance.SQUARED_EUCLIDEAN) {
        for (Form form : Form.values()) {
          for (Mean mean : Mean.values()) {
            losses.add(
                new ContrastiveLoss(
                    distance,
                    new AllPairsMiner(AllPairsMiner.Order.UNORDERED),
                    form,
                    0.1,
                    1.3,
                    mean));
          }
        }
      }
    }
    losses.add(new TripletMarginLoss(ALL, 1, 1e-6, Swap.NEVER));
    losses.add(new TripletMarginLoss(ALL, 1, 0.1, Swap.WHERE_NEARER));
    return losses.stream();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void slopeIsTheDerivativeByFiniteDifferences(RankingLoss loss) {
    Batch batch = Batch.random(new Seed(6), 3, 3, 4);
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(loss);

    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-7));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void degenerateBatchesHaveDefinedValueAndNoSlope(RankingLoss loss) {
    double[] row = {0.3, -0.7, 0.2};
    for (Batch batch :
        List.of(
            new Batch(new double[][] {row, row, row, row}, new int[] {1, 2, 1, 2}),
            new Batch(new double[4][3], new int[] {1, 2, 1, 2}))) {
      LossResult result = batch.evaluate(loss);

      assertThat(result.value()).isFinite().isNotNegative();
      if (!(loss instanceof TripletMarginLoss)) {
        assertThat(result.slope()).containsOnly(0);
      }
      assertThat(Arrays.stream(result.slope()).allMatch(Double::isFinite)).isTrue();
    }
    for (Batch lone :
        List.of(
            new Batch(new double[0][], new int[0]), new Batch(new double[][] {row}, new int[1]))) {
      assertThat(lone.evaluate(loss).value()).isZero();
    }
  }

  /** Two references meet only where a negative is measured from a positive. */
  @ParameterizedTest
  @MethodSource("losses")
  void referencesArePartnersAndNeverAnchors(RankingLoss loss) {
    Batch batch = Batch.random(new Seed(7), 1, 6, 3);
    int[] labels = {0, 1, 2, 0, 1, 2};
    Gram gram = new Batch(batch.rows(), labels).gram(loss);
    LossResult result =
        loss.evaluate(
            new LossInput(
                gram, new Rows(labels, 3), Learnt.numbers(loss.learntParts()), new Seed(1)));

    // 3 anchors with 1 positive and 4 negatives each; of unordered pairs, 5 + 4 + 3.
    assertThat(result.tuples()).isEqualTo(12);
    assertThat(result.value()).isPositive();
    boolean swaps =
        (loss instanceof BatchAllLoss all && all.swap() == Swap.WHERE_NEARER)
            || (loss instanceof TripletLoss triplet && triplet.swap() == Swap.WHERE_NEARER)
            || (loss instanceof TripletMarginLoss margin && margin.swap() == Swap.WHERE_NEARER);
    for (int i = 3; i < 6 && !swaps; i++) {
      for (int j = i + 1; j < 6; j++) {
        double both = result.slope()[i * gram.size() + j] + result.slope()[j * gram.size() + i];
        assertThat(both).isZero();
      }
    }
  }

  /**
   * Listing all triplets and adding them one by one gives the same, also where factors would not.
   */
  @ParameterizedTest
  @MethodSource("losses")
  void batchAllIsTheTripletLossOfAllTriplets(RankingLoss loss) {
    if (!(loss instanceof BatchAllLoss all)) {
      return;
    }
    TripletLoss listed =
        new TripletLoss(all.distance(), ALL, all.penalty(), all.swap(), all.reducer());
    for (double scale : new double[] {0.001, 1, 30, 1000}) {
      Batch batch = Batch.random(new Seed(6), 4, 5, 4);
      for (double[] row : batch.rows()) {
        Arrays.setAll(row, k -> row[k] * scale);
      }
      LossResult fast = batch.evaluate(all);
      LossResult slow = batch.evaluate(listed);

      assertThat(fast.value()).isCloseTo(slow.value(), within(1e-12 * Math.max(1, slow.value())));
      assertThat(fast.tuples()).isEqualTo(slow.tuples());
      assertThat(fast.active()).isEqualTo(slow.active());
      double largest = Arrays.stream(slow.slope()).map(Math::abs).max().orElse(0);
      assertThat(fast.slope()).containsExactly(slow.slope(), within(1e-12 * Math.max(1, largest)));
    }
  }

  @Test
  void theBoundaryHasTheSlopeOfFiniteDifferences() {
    MarginLoss loss = new MarginLoss(Distance.EUCLIDEAN, ALL, 0.2, 1.2, 0.5);
    Batch batch = Batch.random(new Seed(6), 3, 3, 4);
    double step = 1e-6;
    double above = at(loss, batch, 1.2 + step).value();
    double below = at(loss, batch, 1.2 - step).value();

    assertThat(loss.learntParts().get(0).numbers()).containsExactly(1.2);
    assertThat(loss.learntParts().get(0).rate()).isEqualTo(0.5);
    assertThat(at(loss, batch, 1.2).numberSlopes())
        .containsExactly(new double[] {(above - below) / (2 * step)}, within(1e-8));
    assertThat(at(loss, batch, 0.9).value())
        .isEqualTo(batch.evaluate(new MarginLoss(Distance.EUCLIDEAN, ALL, 0.2, 0.9, 0)).value());
  }

  private static LossResult at(MarginLoss loss, Batch batch, double boundary) {
    return loss.evaluate(
        new LossInput(
            batch.gram(loss), Rows.of(batch.labels()), new double[] {boundary}, new Seed(1)));
  }

  @Test
  void marginLossDrawsByTheInputsSeed() {
    MarginLoss loss =
        new MarginLoss(Distance.EUCLIDEAN, new DistanceWeightedMiner(4, 0.5, 1.4), 0.2, 1.2, 0);
    Batch batch = Batch.random(new Seed(6), 4, 4, 4).normalised();
    Gram gram = batch.gram(loss);
    Rows rows = Rows.of(batch.labels());

    assertThat(loss.evaluate(LossInput.of(gram, rows, new Seed(1))).value())
        .isEqualTo(loss.evaluate(LossInput.of(gram, rows, new Seed(1))).value())
        .isNotEqualTo(loss.evaluate(LossInput.of(gram, rows, new Seed(2))).value());
  }

  @Test
  void cosineFormIsTheCosineEmbeddingLoss() {
    Batch batch = new Batch(new double[][] {{2, 0}, {0.6, 0.8}, {0, 3}}, new int[] {1, 1, 2});
    LossResult result =
        batch.evaluate(
            new ContrastiveLoss(
                Distance.COSINE,
                new AllPairsMiner(AllPairsMiner.Order.UNORDERED),
                Form.LINEAR,
                0,
                1 - 0.5,
                Mean.ALL_PAIRS));

    // 1 - 0.6 of the positive, [0 - 0.5] and [0.8 - 0.5] of the negatives.
    assertThat(result.value()).isCloseTo((0.4 + 0.3) / 3, within(1e-12));
    assertThat(result.active()).isEqualTo(2);
  }

  @Test
  void whatALossCannotTakeIsRefused() {
    Batch batch = Batch.random(new Seed(6), 2, 2, 3);
    MarginLoss margin = new MarginLoss(Distance.EUCLIDEAN, ALL, 0.2, 1.2, 1);
    Rows rows = Rows.of(batch.labels());
    assertThatThrownBy(() -> margin.evaluate(LossInput.of(batch.gram(margin), rows, new Seed(1))))
        .hasMessage(
            "Margin loss learns 1 number, its boundary, but got 0; pass its current value, or fix"
                + " it with a rate of 0");
    assertThatThrownBy(() -> new MarginLoss(Distance.EUCLIDEAN, ALL, 0.2, 1.2, -1))
        .hasMessageStartingWith("A boundary cannot learn at a rate of -1.0;");
    TripletMarginLoss torch = new TripletMarginLoss(ALL, 1, 1e-6, Swap.NEVER);
    assertThatThrownBy(() -> torch.evaluate(LossInput.of(batch.gram(margin), rows, new Seed(1))))
        .hasMessage(
            "Triplet margin loss has 1 row of its own, of ones, but got 0; append it to the"
                + " embeddings");
    assertThatThrownBy(
            () ->
                new ContrastiveLoss(
                    Distance.SQUARED_EUCLIDEAN, ALL, Form.LINEAR, 0, 1, Mean.ALL_PAIRS))
        .hasMessageStartingWith("Contrastive loss squares the distance itself;");
  }

  @Test
  void scoresAreRankedOrRefused() {
    MarginRankingLoss loss = new MarginRankingLoss(0.5);

    assertThat(loss.evaluate(new double[0], new double[0], new int[0]).value()).isZero();
    assertThat(loss.evaluate(new double[] {3, 1}, new double[] {1, 1}, new int[] {1, -1}))
        .usingRecursiveComparison()
        .isEqualTo(
            new MarginRankingLoss.Result(0.25, new double[] {0, 0.5}, new double[] {0, -0.5}));
    assertThatThrownBy(() -> loss.evaluate(new double[2], new double[1], new int[2]))
        .hasMessage("2 and 1 scores with 2 targets are not pairs; pass the same number of each");
    assertThatThrownBy(() -> loss.evaluate(new double[1], new double[1], new int[1]))
        .hasMessageStartingWith("Target 0 is 0; use 1 where the first score should be the larger");
  }
}
