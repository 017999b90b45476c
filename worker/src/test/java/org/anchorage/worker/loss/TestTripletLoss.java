/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestTripletLoss {

  /** Every composition there is. */
  static Stream<TripletLoss> losses() {
    List<Miner> miners = List.of(new SemiHardMiner(), new BatchHardMiner());
    List<Penalty> terms = List.of(new Penalty.Hinge(0.7), new Penalty.Soft());
    return Arrays.stream(Distance.values())
        .flatMap(
            distance ->
                miners.stream()
                    .flatMap(
                        miner ->
                            terms.stream()
                                .map(
                                    term -> new TripletLoss(distance, miner, term, Reducer.MEAN))));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void slopeIsTheDerivativeByFiniteDifferences(TripletLoss loss) {
    Batch batch = Batch.random(new Seed(3), 4, 3, 5);
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(loss);

    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-7));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void permutedBatchHasPermutedSlope(TripletLoss loss) {
    Batch batch = Batch.random(new Seed(4), 4, 3, 5);
    int[] order = {7, 2, 11, 0, 9, 4, 1, 3, 10, 6, 8, 5};
    LossResult plain = batch.evaluate(loss);
    LossResult permuted = batch.taken(order).evaluate(loss);

    assertThat(permuted.value()).isCloseTo(plain.value(), within(1e-12));
    assertThat(permuted.active()).isEqualTo(plain.active());
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        // S need not be symmetric, and which half holds a pair may depend on the order.
        assertThat(permuted.slope()[i * 12 + j] + permuted.slope()[j * 12 + i])
            .isCloseTo(
                plain.slope()[order[i] * 12 + order[j]] + plain.slope()[order[j] * 12 + order[i]],
                within(1e-12));
      }
    }
  }

  @Test
  void circleIsWhatThePaperSays() {
    Batch batch = onCircle(new int[] {1, 1, 2, 2}, 0, 60, 80, 110);
    TripletLoss loss =
        new TripletLoss(
            Distance.EUCLIDEAN, new BatchHardMiner(), new Penalty.Hinge(0.1), Reducer.MEAN);

    LossResult result = batch.evaluate(loss);

    // At 0 and 110 degrees the positive is nearer by more than the margin.
    double at60 = chord(60) - chord(20) + 0.1;
    double at80 = chord(30) - chord(20) + 0.1;
    assertThat(result.value()).isCloseTo((at60 + at80) / 4, within(1e-12));
    assertThat(result.tuples()).isEqualTo(4);
    assertThat(result.active()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void wellSeparatedBatchIsAtRest(TripletLoss loss) {
    Batch batch = onCircle(new int[] {1, 1, 2, 2}, 0, 1, 180, 181);

    LossResult result = batch.evaluate(loss);

    assertThat(result.tuples()).isEqualTo(4);
    if (loss.penalty() instanceof Penalty.Hinge) {
      assertThat(result.value()).isZero();
      assertThat(result.active()).isZero();
      assertThat(result.slope()).containsOnly(0);
    } else {
      assertThat(result.value()).isPositive().isLessThan(Math.log(2));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void collapsedBatchHasDefinedValueAndNoSlope(TripletLoss loss) {
    double expected = loss.penalty().value(0);
    for (double[] row : new double[][] {{0.3, -0.7}, {1e5, 1e-5}}) {
      Batch batch = new Batch(new double[][] {row, row, row, row}, new int[] {1, 2, 1, 2});

      LossResult result = batch.evaluate(loss);

      assertThat(result.value()).isCloseTo(expected, within(1e-12));
      assertThat(result.slope()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void zeroVectorsHaveDefinedValueAndNoSlope(TripletLoss loss) {
    Batch batch = new Batch(new double[4][3], new int[] {1, 2, 1, 2});

    LossResult result = batch.evaluate(loss);

    assertThat(result.value()).isEqualTo(loss.penalty().value(0));
    assertThat(result.slope()).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void nothingMinedIsZero(TripletLoss loss) {
    for (int size = 0; size < 4; size++) {
      Batch batch = Batch.random(new Seed(size), size, 1, 2);

      LossResult result = batch.evaluate(loss);

      assertThat(result.value()).isZero();
      assertThat(result.tuples()).isZero();
      assertThat(result.slope()).hasSize(size * size).doesNotContain(Double.NaN);
      assertThat(Arrays.stream(result.slope()).sum()).isZero();
    }
  }

  @Test
  void singleClassContractsWhenSemiHardAndRestsWhenBatchHard() {
    Batch batch = new Batch(new double[][] {{0, 1}, {1, 0}}, new int[] {0, 0});
    Penalty term = new Penalty.Hinge(1);
    TripletLoss semiHard =
        new TripletLoss(Distance.EUCLIDEAN, new SemiHardMiner(), term, Reducer.MEAN);
    TripletLoss batchHard =
        new TripletLoss(Distance.EUCLIDEAN, new BatchHardMiner(), term, Reducer.MEAN);

    assertThat(batch.evaluate(semiHard).value()).isCloseTo(1 + Math.sqrt(2), within(1e-15));
    assertThat(batch.evaluate(batchHard).value()).isZero();
  }

  @Test
  void distanceSaysWhereEmbeddingsAreMeasuredFrom() {
    losses()
        .forEach(
            loss ->
                assertThat(loss.origin())
                    .isEqualTo(
                        loss.distance() == Distance.COSINE
                            ? RankingLoss.Origin.ZERO
                            : RankingLoss.Origin.BATCH_MEAN));
  }

  @Test
  void labelsMustFitTheBatch() {
    TripletLoss loss = losses().findFirst().orElseThrow();

    assertThatThrownBy(
            () ->
                loss.evaluate(
                    LossInput.of(new Gram(2, new double[4]), Rows.of(new int[3]), new Seed(5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 2 labels, got 3; pass the class of each embedding");
  }

  private static double chord(double degrees) {
    return 2 * Math.sin(Math.toRadians(degrees) / 2);
  }

  private static Batch onCircle(int[] labels, double... degrees) {
    return new Batch(
        Arrays.stream(degrees)
            .map(Math::toRadians)
            .mapToObj(angle -> new double[] {Math.cos(angle), Math.sin(angle)})
            .toArray(double[][]::new),
        labels);
  }
}
