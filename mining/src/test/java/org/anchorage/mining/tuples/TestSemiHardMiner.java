/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.miner.SemiHardMinerSettings.Fallback;
import org.anchorage.core.config.miner.SemiHardMinerSettings.Positives;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSemiHardMiner {

  private final SemiHardMiner miner = new SemiHardMiner();

  @Test
  void takesNearestFartherNegativeOnCircle() {
    Distances distances = Points.onCircle(0, 10, 40, 24, 100);

    Triplets triplets = miner.mine(distances, Rows.of(new int[] {5, 5, 5, 9, 9}), Points.SEED);

    assertThat(Points.written(triplets))
        .containsExactly(
            List.of(0, 1, 3),
            List.of(0, 2, 4),
            List.of(1, 0, 3),
            List.of(1, 2, 4),
            List.of(2, 0, 4),
            List.of(2, 1, 4),
            List.of(3, 4, 0),
            List.of(4, 3, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 45})
  void choosesAsSlowTwinThroughTies(int classes) {
    for (int size = 0; size < 60; size += 7) {
      Seed seed = new Seed(classes).derive(size);
      Distances distances =
          Points.distances(Distance.SQUARED_EUCLIDEAN, Points.onGrid(seed, size, 3));
      int[] labels = Points.labels(seed, size, classes);

      assertThat(Points.written(miner.mine(distances, Rows.of(labels), Points.SEED)))
          .isEqualTo(slowTwin(distances, labels));
    }
  }

  @ParameterizedTest
  @EnumSource(Fallback.class)
  void boundAndFallbackChooseAsSlowTwinThroughTies(Fallback fallback) {
    double bound = 2;
    SemiHardMiner bounded = new SemiHardMiner(bound, fallback, Positives.ALL);
    for (int size = 0; size < 60; size += 7) {
      Seed seed = new Seed(4).derive(size);
      Distances distances =
          Points.distances(Distance.SQUARED_EUCLIDEAN, Points.onGrid(seed, size, 3));
      int[] labels = Points.labels(seed, size, 4);
      List<List<Integer>> expected = new ArrayList<>();
      List<List<Integer>> mined =
          new ArrayList<>(Points.written(bounded.mine(distances, Rows.of(labels), Points.SEED)));
      for (List<Integer> triplet : slowTwin(distances, labels)) {
        int a = triplet.get(0);
        int p = triplet.get(1);
        double gap = distances.between(a, triplet.get(2)) - distances.between(a, p);
        boolean semiHard = gap > 0 && gap <= bound;
        int n = semiHard ? triplet.get(2) : slowFallback(fallback, distances, labels, a);
        if (!semiHard && fallback == Fallback.RANDOM && n >= 0) {
          n = mined.get(expected.size()).get(2);
          assertThat(labels[n]).isNotEqualTo(labels[a]);
        }
        if (n >= 0) {
          expected.add(List.of(a, p, n));
        }
      }

      assertThat(mined).isEqualTo(expected);
    }
  }

  @Test
  void hardestPositivesHaveTheFarthestOnly() {
    Distances distances = Points.onCircle(0, 10, 40, 24, 100);
    SemiHardMiner hardest =
        new SemiHardMiner(SemiHardMiner.UNBOUNDED, Fallback.FARTHEST, Positives.HARDEST);

    assertThat(Points.written(hardest.mine(distances, Rows.of(5, 5, 5, 9, 9), Points.SEED)))
        .containsExactly(
            List.of(0, 2, 4),
            List.of(1, 2, 4),
            List.of(2, 0, 4),
            List.of(3, 4, 0),
            List.of(4, 3, 1));
  }

  @Test
  void randomPositivesHaveOneAnAnchor() {
    SemiHardMiner random =
        new SemiHardMiner(SemiHardMiner.UNBOUNDED, Fallback.FARTHEST, Positives.RANDOM);
    Triplets triplets =
        random.mine(Points.onCircle(0, 10, 40, 24, 100), Rows.of(5, 5, 5, 9, 9), Points.SEED);

    assertThat(triplets.anchors()).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void noPairOfAClassNoTriplet() {
    Triplets triplets =
        miner.mine(Points.onCircle(0, 10, 20), Rows.of(new int[] {3, 1, 2}), Points.SEED);

    assertThat(triplets.count()).isZero();
  }

  @Test
  void singleClassTakesAnchorsForNegatives() {
    Triplets triplets = miner.mine(Points.onCircle(0, 10), Rows.of(new int[] {1, 1}), Points.SEED);

    assertThat(Points.written(triplets)).containsExactly(List.of(0, 1, 0), List.of(1, 0, 1));
  }

  @Test
  void labelsMustFitTheBatch() {
    assertThatThrownBy(
            () -> miner.mine(Points.onCircle(0, 10), Rows.of(new int[] {1}), Points.SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 2 labels, got 1; pass the class of each embedding");
  }

  @Test
  void tripletsMustBeComplete() {
    assertThatThrownBy(() -> new Triplets(new int[2], new int[2], new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 anchors, 2 positives and 1 negatives");
  }

  /** The rule as it is written, in B x B x B steps. */
  private static List<List<Integer>> slowTwin(Distances distances, int[] labels) {
    List<List<Integer>> triplets = new ArrayList<>();
    for (int a = 0; a < labels.length; a++) {
      for (int p = 0; p < labels.length; p++) {
        if (p != a && labels[p] == labels[a]) {
          triplets.add(List.of(a, p, slowNegative(distances, labels, a, p)));
        }
      }
    }
    return triplets;
  }

  private static int slowNegative(Distances distances, int[] labels, int a, int p) {
    int outside = a;
    int inside = a;
    for (int n = 0; n < labels.length; n++) {
      double distance = distances.between(a, n);
      if (labels[n] == labels[a]) {
        continue;
      }
      if (distance > distances.between(a, p)
          && (outside == a || distance < distances.between(a, outside))) {
        outside = n;
      }
      if (inside == a || distance > distances.between(a, inside)) {
        inside = n;
      }
    }
    return outside == a ? inside : outside;
  }

  private static int slowFallback(Fallback fallback, Distances distances, int[] labels, int a) {
    int chosen = -1;
    for (int n = 0; n < labels.length; n++) {
      if (labels[n] == labels[a]) {
        continue;
      }
      double distance = distances.between(a, n);
      boolean better =
          chosen < 0
              || (fallback == Fallback.HARDEST
                  ? distance < distances.between(a, chosen)
                  : distance > distances.between(a, chosen));
      chosen = better ? n : chosen;
    }
    boolean addons = chosen < 0 && fallback == Fallback.FARTHEST;
    return fallback == Fallback.SKIP ? -1 : addons ? a : chosen;
  }
}
