/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Range;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Strategy;
import org.anchorage.core.config.miner.MarginMinerSettings.Kind;
import org.anchorage.core.config.miner.SemiHardMinerSettings.Fallback;
import org.anchorage.core.config.miner.SemiHardMinerSettings.Positives;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every miner. */
class TestMiners {

  static Stream<Miner> miners() {
    return Stream.of(
        new AllTripletsMiner(),
        new AllPairsMiner(AllPairsMiner.Order.UNORDERED),
        new AllPairsMiner(AllPairsMiner.Order.ORDERED),
        new RandomMiner(2),
        new MarginMiner(Kind.WITHIN, 1),
        new MarginMiner(Kind.EASY, 0.1),
        new SemiHardMiner(),
        new SemiHardMiner(0.5, Fallback.RANDOM, Positives.RANDOM),
        new SemiHardMiner(0.5, Fallback.SKIP, Positives.HARDEST),
        new HardestNegativeMiner(3),
        new BatchHardMiner(),
        new SoftHardMiner(),
        new BatchEasyHardMiner(Strategy.EASY, Strategy.SEMI_HARD),
        new BatchEasyHardMiner(Strategy.ALL, Strategy.HARD),
        new PairMarginMiner(0.1, 3),
        new MultiSimilarityMiner(0.5),
        new DistanceWeightedMiner(4, 0.5, 2),
        new ClosestNegativesMiner());
  }

  private static Distances unit(Seed seed, int size) {
    double[][] rows = Points.onGrid(seed, size, 4);
    for (double[] row : rows) {
      double length = Math.sqrt(Arrays.stream(row).map(value -> value * value).sum() + 0.25);
      Arrays.setAll(row, k -> row[k] / length);
    }
    return Points.distances(Distance.EUCLIDEAN, rows);
  }

  @ParameterizedTest
  @MethodSource("miners")
  void positivesAreOfTheClassAndNegativesAreNot(Miner miner) {
    for (int size = 0; size < 40; size += 3) {
      Seed seed = new Seed(size);
      Rows rows = Rows.of(Points.labels(seed, size, 4));
      Pairs pairs = miner.mine(unit(seed, size), rows, seed).pairs();

      for (int i = 0; i < pairs.positives().length; i++) {
        int a = pairs.positiveAnchors()[i];
        int p = pairs.positives()[i];
        assertThat(p != a && rows.same(a, p)).isTrue();
      }
      for (int i = 0; i < pairs.negatives().length; i++) {
        assertThat(rows.same(pairs.negativeAnchors()[i], pairs.negatives()[i])).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("miners")
  void referencesArePartnersAndNeverAnchors(Miner miner) {
    Seed seed = new Seed(8);
    int[] labels = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3};
    // Every anchor's positives are references: without these there would be no pair at all.
    Pairs pairs = miner.mine(unit(seed, 12), new Rows(labels, 4), seed).pairs();

    assertThat(Arrays.stream(pairs.positiveAnchors())).isNotEmpty().allMatch(a -> a < 4);
    assertThat(Arrays.stream(pairs.negativeAnchors())).allMatch(a -> a < 4);
    assertThat(Arrays.stream(pairs.positives())).allMatch(p -> p >= 4);
    assertThat(pairs.positiveAnchors()).isSorted();
  }

  @ParameterizedTest
  @MethodSource("miners")
  void oneClassAndLoneImagesAreNoTrouble(Miner miner) {
    Distances distances = Points.onCircle(0, 10, 40);
    Tuples one = miner.mine(distances, Rows.of(1, 1, 1), Points.SEED);
    Tuples lone = miner.mine(distances, Rows.of(1, 2, 3), Points.SEED);

    // Only TF Addons' rule takes a negative where there is none: the anchor itself.
    boolean addons = miner.equals(new SemiHardMiner());
    assertThat(one.triplets().count()).isEqualTo(addons ? 6 : 0);
    assertThat(lone.triplets().count()).isZero();
    assertThatThrownBy(() -> miner.mine(distances, Rows.of(1), Points.SEED))
        .hasMessage("Expected 3 labels, got 1; pass the class of each embedding");
  }

  @ParameterizedTest
  @MethodSource("miners")
  void sameSeedSameTuplesAndMinersTravel(Miner miner) throws IOException {
    Seed seed = new Seed(21);
    Rows rows = Rows.of(Points.labels(seed, 30, 5));
    Distances distances = unit(seed, 30);

    assertThat(Points.written(miner.mine(distances, rows, seed).triplets()))
        .isEqualTo(Points.written(miner.mine(distances, rows, seed).triplets()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(miner);
      out.writeObject(new GivenMiner(new Triplets(new int[1], new int[1], new int[1])));
    }
    assertThat(bytes.size()).isPositive();
  }

  @Test
  void randomNegativesAreDrawnEvenly() {
    int[] counts = new int[5];
    Distances distances = Points.onCircle(0, 10, 40, 24, 100);
    Triplets triplets = new RandomMiner(3000).mine(distances, Rows.of(5, 5, 9, 9, 8), Points.SEED);
    for (int t = 0; t < triplets.count(); t++) {
      counts[triplets.negatives()[t]] += triplets.anchors()[t] == 0 ? 1 : 0;
    }

    assertThat(counts[0] + counts[1]).isZero();
    assertThat(Arrays.stream(counts).skip(2)).allMatch(count -> Math.abs(count - 1000) < 100);
  }

  @Test
  void distanceWeightedDrawsByItsProbabilities() {
    Rows rows = Rows.of(1, 1, 2, 2, 3, 3, 3);
    Distances distances = Points.onCircle(0, 5, 35, 50, 70, 80, 170);
    DistanceWeightedMiner miner = new DistanceWeightedMiner(5, 0.5, 1.4);
    double[] wanted = miner.probabilities(0, distances, rows);
    double[] drawn = new double[7];
    for (int draw = 0; draw < 4000; draw++) {
      Triplets triplets = miner.mine(distances, rows, new Seed(draw));
      for (int t = 0; t < triplets.count(); t++) {
        drawn[triplets.negatives()[t]] += triplets.anchors()[t] == 0 ? 1 / 4000.0 : 0;
      }
    }

    assertThat(wanted[6]).isZero();
    for (int n = 0; n < 7; n++) {
      assertThat(Math.abs(drawn[n] - wanted[n])).isLessThan(0.03);
    }
  }

  @Test
  void distanceWeightedSeesOneSphereThroughEveryDistance() {
    double[][] rows = {{1, 0}, {0.6, 0.8}, {0, 1}, {-0.6, 0.8}};
    Rows labels = Rows.of(1, 1, 2, 3);
    DistanceWeightedMiner miner = new DistanceWeightedMiner(512, 0.5, 1.9);
    double[] plain = miner.probabilities(0, Points.distances(Distance.EUCLIDEAN, rows), labels);

    assertThat(Arrays.stream(plain).sum()).isEqualTo(1);
    for (Distance distance : Distance.values()) {
      double[] seen = miner.probabilities(0, Points.distances(distance, rows), labels);
      for (int n = 0; n < 4; n++) {
        assertThat(Math.abs(seen[n] - plain[n])).isLessThan(1e-9);
      }
    }
  }

  @Test
  void givenTuplesMustFitTheBatch() {
    Miner miner = new GivenMiner(new Triplets(new int[] {0}, new int[] {1}, new int[] {4}));
    Distances distances = Points.onCircle(0, 10, 40);

    assertThatThrownBy(() -> miner.mine(distances, Rows.of(1, 1, 2), Points.SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The given tuples name row 4 of a batch of 3 rows; give tuples of this batch");
    Miner anchor = new GivenMiner(new Triplets(new int[] {2}, new int[] {1}, new int[] {0}));
    assertThatThrownBy(() -> anchor.mine(distances, new Rows(new int[] {1, 1, 1}, 2), Points.SEED))
        .hasMessageStartingWith("The given tuples name row 2 of a batch of 2 anchors;");
  }

  @Test
  void constantsThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> new RandomMiner(0))
        .hasMessage("Cannot draw 0 negatives for a pair; draw at least 1");
    assertThatThrownBy(() -> new MarginMiner(Kind.HARD, -1))
        .hasMessage("Cannot use a margin of -1.0; use 0 or a positive number");
    assertThatThrownBy(() -> new SemiHardMiner(0, Fallback.SKIP, Positives.ALL))
        .hasMessageContaining("by at most 0.0; use a positive bound, or none");
    assertThatThrownBy(() -> new BatchEasyHardMiner(Strategy.SEMI_HARD, Strategy.ALL))
        .hasMessageContaining("cannot go together: semi-hard is measured against one chosen");
    assertThatThrownBy(
            () -> new BatchEasyHardMiner(Strategy.EASY, Strategy.EASY, Range.ANY, new Range(2, 1)))
        .hasMessage("No distance lies between 2.0 and 1.0; put the lower one first");
    assertThatThrownBy(() -> new DistanceWeightedMiner(1, 0.5, 1.4))
        .hasMessage("Embeddings of dimension 1 lie on no sphere; use at least 2");
    assertThatThrownBy(() -> new DistanceWeightedMiner(8, 0.5, 2.1))
        .hasMessageContaining("to a reach of 2.1; use 0 < cutoff < reach <= 2");
  }
}
