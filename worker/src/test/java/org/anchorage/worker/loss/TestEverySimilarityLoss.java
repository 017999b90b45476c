/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.loss.CircleLossSettings.Over;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.core.config.loss.SupConLossSettings.Reduce;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every similarity loss. */
class TestEverySimilarityLoss {

  /** Those that read a batch as pairs. */
  static Stream<RankingLoss> pairLosses() {
    return Stream.of(
        new NPairsLoss(0.3, Repeats.SHARE),
        new NPairsOvoLoss(0.3),
        new AngularMcLoss(40, Normalise.ALL, 0.3),
        new AngularMcLoss(40, Normalise.PAIRS, 0.3),
        new AngularMcLoss(40, Normalise.NONE, 0.3),
        WeightedLosses.sum(
            new NPairsLoss(0.3, Repeats.SHARE), new AngularMcLoss(45, Normalise.ALL, 0), 2),
        new MultipleNegativesLoss(20));
  }

  /** Those whose terms are of one anchor each, with a weight that all terms share. */
  static Stream<RankingLoss> anchorLosses() {
    return Stream.of(
        new AngularBatchLoss(40, Normalise.ALL, AngularBatchLoss.Positives.ALL),
        new AngularBatchLoss(40, Normalise.PAIRS, AngularBatchLoss.Positives.ALL),
        new AngularBatchLoss(40, Normalise.NONE, AngularBatchLoss.Positives.FIRST),
        new AngularHingeLoss(30, Normalise.ALL, new SemiHardMiner()),
        new AngularHingeLoss(30, Normalise.NONE, new SemiHardMiner()),
        new NPairsBatchLoss(0.1),
        WeightedLosses.sum(
            new NPairsBatchLoss(0.1),
            new AngularBatchLoss(45, Normalise.ALL, AngularBatchLoss.Positives.FIRST),
            2),
        new NtXentLoss(0.2),
        new SupConLoss(0.2, 0.1, Reduce.NONZERO),
        new SupConLoss(0.2, 0.1, Reduce.ALL),
        new MultiSimilarityLoss(2, 10, 0.5, 0.1),
        new MultiSimilarityLoss(2, 10, 0.5, Double.POSITIVE_INFINITY),
        new LiftedAnchorLoss(1, 0.1),
        new CircleLoss(0.25, 16, Over.ANCHOR),
        new NcaLoss(2));
  }

  static Stream<RankingLoss> anyBatchLosses() {
    return Stream.concat(
        anchorLosses(), Stream.of(new LiftedPairsLoss(1), new CircleLoss(0.25, 16, Over.BATCH)));
  }

  static Stream<RankingLoss> losses() {
    return Stream.concat(pairLosses(), anyBatchLosses());
  }

  static Stream<RankingLoss> differentiableLosses() {
    return losses().filter(Predicate.not(CircleLoss.class::isInstance));
  }

  @ParameterizedTest
  @MethodSource("differentiableLosses")
  void slopeIsTheDerivativeByFiniteDifferences(RankingLoss loss) {
    for (int images : new int[] {2, 4}) {
      assertSlopeIsDerivative(loss, Batch.random(new Seed(images), 4, images, 5), 4 * images);
    }
  }

  @ParameterizedTest
  @MethodSource("differentiableLosses")
  void coincidingVectorsAreNoSpecialCaseForWhatIsSmooth(RankingLoss loss) {
    if (loss.origin() == RankingLoss.Origin.ZERO) {
      double[] row = {0.3, -0.7};
      double[][] rows = {row, row.clone(), row.clone(), row.clone()};
      assertSlopeIsDerivative(loss, new Batch(rows, new int[] {1, 1, 2, 2}), 4);
    }
  }

  @ParameterizedTest
  @MethodSource("anyBatchLosses")
  void referencesArePartnersOnly(RankingLoss loss) {
    Batch batch = Batch.random(new Seed(6), 4, 4, 5).taken(spread(16, 4));
    WithReferences some = new WithReferences(loss, 6);
    LossResult result = batch.evaluate(some);

    assertThat(result.value()).isPositive();
    // An angle is between all three rows, two of which may be references.
    for (int i = 6; i < 16 && !loss.toString().contains("Angular"); i++) {
      for (int j = 6; j < 16; j++) {
        assertThat(i == j ? 0 : result.slope()[i * 16 + j]).isZero();
      }
    }
    if (!(loss instanceof CircleLoss)) {
      assertSlopeIsDerivative(some, batch, 6);
    }
  }

  /** So what the anchors of two parts say adds up to what all say. */
  @ParameterizedTest
  @MethodSource("anchorLosses")
  void anchorsSayTheSameAmongReferences(RankingLoss loss) {
    Batch batch = Batch.random(new Seed(6), 4, 2, 5).taken(spread(8, 2));
    int[] rotated = {3, 4, 5, 6, 7, 0, 1, 2};
    LossResult all = batch.evaluate(loss);
    LossResult first = batch.evaluate(new WithReferences(loss, 3));
    LossResult others = batch.taken(rotated).evaluate(new WithReferences(loss, 5));

    assertThat(first.tuples() + others.tuples()).isEqualTo(all.tuples());
    assertThat(sum(loss, first) + sum(loss, others)).isCloseTo(sum(loss, all), within(1e-12));
  }

  private static double sum(RankingLoss loss, LossResult result) {
    boolean ofActive =
        loss instanceof CircleLoss
            || (loss instanceof SupConLoss supCon && supCon.reduce() == Reduce.NONZERO);
    return result.value() * (ofActive ? result.active() : result.tuples());
  }

  @ParameterizedTest
  @MethodSource("pairLosses")
  void whatReadsPairsRefusesReferencesAndOddRows(RankingLoss loss) {
    Batch batch = Batch.random(new Seed(1), 3, 2, 4);

    assertThatThrownBy(() -> batch.evaluate(new WithReferences(loss, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "cannot take references (remembered embeddings or targets), but there are 2");
    assertThatThrownBy(() -> batch.taken(new int[] {0, 1, 2}).evaluate(loss))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot pair 3 of them; set batch.sampler = pairs");
  }

  @ParameterizedTest
  @MethodSource("anyBatchLosses")
  void orderOfRowsDoesNotMatter(RankingLoss loss) {
    Batch batch = Batch.random(new Seed(4), 6, 2, 5);
    int[] order = {7, 2, 11, 0, 9, 4, 1, 3, 10, 6, 8, 5};
    double[][] gradient = batch.gradient(loss);
    Batch permuted = batch.taken(order);
    double[][] permutedGradient = permuted.gradient(loss);

    assertThat(permuted.evaluate(loss).value())
        .isCloseTo(batch.evaluate(loss).value(), within(1e-12));
    for (int i = 0; i < order.length; i++) {
      assertThat(permutedGradient[i]).containsExactly(gradient[order[i]], within(1e-10));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void longVectorsDoNotOverflow(RankingLoss loss) {
    for (double length : new double[] {1e4, 1e8}) {
      Batch random = Batch.random(new Seed(8), 4, 2, 3);
      for (double[] row : random.rows()) {
        Arrays.setAll(row, k -> length * row[k]);
      }
      assertFinite(random.evaluate(loss));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void zeroVectorsAreDefined(RankingLoss loss) {
    Batch zeros = new Batch(new double[8][3], new int[] {1, 1, 2, 2, 3, 3, 4, 4});
    Batch one = Batch.random(new Seed(3), 4, 2, 3);
    Arrays.fill(one.rows()[2], 0);

    assertFinite(zeros.evaluate(loss));
    assertFinite(one.evaluate(loss));
    for (double[] gradient : zeros.gradient(loss)) {
      assertThat(gradient).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("anyBatchLosses")
  void batchesWithoutPositivesOrNegativesAreDefined(RankingLoss loss) {
    Batch lone = Batch.random(new Seed(3), 5, 1, 3);
    Batch single = Batch.random(new Seed(3), 1, 5, 3);

    assertFinite(lone.evaluate(loss));
    assertFinite(single.evaluate(loss));
    assertFinite(Batch.random(new Seed(3), 1, 1, 3).evaluate(loss));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void emptyBatchIsZero(RankingLoss loss) {
    LossResult result =
        loss.evaluate(LossInput.of(new Gram(0, new double[0]), Rows.of(new int[0]), new Seed(5)));

    assertThat(result.value()).isZero();
    assertThat(result.slope()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void labelsMustFitTheBatch(RankingLoss loss) {
    assertThatThrownBy(
            () ->
                loss.evaluate(LossInput.of(new Gram(3, new double[9]), Rows.of(1, 1), new Seed(5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 3 labels, got 2; pass the class of each embedding");
  }

  @ParameterizedTest
  @MethodSource("losses")
  void goesToExecutorsAsItIs(RankingLoss loss) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(loss);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(loss);
    }
  }

  private static void assertFinite(LossResult result) {
    assertThat(result.value()).isFinite().isNotNegative();
    for (double slope : result.slope()) {
      assertThat(slope).isFinite();
    }
  }

  /** Of references no gradient is asked. */
  private static void assertSlopeIsDerivative(RankingLoss loss, Batch batch, int anchors) {
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(loss);
    for (int i = 0; i < anchors; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-7));
    }
  }

  /** Returns an order in which classes that lay side by side alternate. */
  private static int[] spread(int size, int images) {
    int classes = size / images;
    return IntStream.range(0, size).map(i -> i % classes * images + i / classes).toArray();
  }
}
