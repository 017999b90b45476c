/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestBatchHardMiner {

  private final BatchHardMiner miner = new BatchHardMiner();

  @Test
  void takesFarthestPositiveAndNearestNegativeOnCircle() {
    Distances distances = Points.onCircle(0, 10, 40, 24, 100);

    Triplets triplets = miner.mine(distances, Rows.of(new int[] {5, 5, 5, 9, 9}), Points.SEED);

    assertThat(Points.written(triplets))
        .containsExactly(
            List.of(0, 2, 3),
            List.of(1, 2, 3),
            List.of(2, 0, 3),
            List.of(3, 4, 1),
            List.of(4, 3, 2));
  }

  @Test
  void tiesGoToTheLowerIndex() {
    Distances distances = Points.distances(Distance.EUCLIDEAN, new double[][] {{0}, {1}, {-1}});

    assertThat(Points.written(miner.mine(distances, Rows.of(new int[] {0, 0, 0}), Points.SEED)))
        .isEmpty();
    distances = Points.distances(Distance.EUCLIDEAN, new double[][] {{0}, {2}, {-2}, {1}, {-1}});
    assertThat(
            Points.written(miner.mine(distances, Rows.of(new int[] {0, 0, 0, 1, 1}), Points.SEED)))
        .contains(List.of(0, 1, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 30})
  void choosesAsSlowTwinThroughTies(int classes) {
    for (int size = 0; size < 60; size += 7) {
      Seed seed = new Seed(classes).derive(size);
      Distances distances = Points.distances(Distance.EUCLIDEAN, Points.onGrid(seed, size, 3));
      int[] labels = Points.labels(seed, size, classes);

      assertThat(Points.written(miner.mine(distances, Rows.of(labels), Points.SEED)))
          .isEqualTo(slowTwin(distances, labels));
    }
  }

  @Test
  void anchorWithoutPositiveOrNegativeIsLeftOut() {
    assertThat(miner.mine(Points.onCircle(0, 10), Rows.of(new int[] {1, 1}), Points.SEED).count())
        .isZero();
    assertThat(miner.mine(Points.onCircle(0, 10), Rows.of(new int[] {1, 2}), Points.SEED).count())
        .isZero();
    assertThat(
            Points.written(
                miner.mine(Points.onCircle(0, 10, 90), Rows.of(new int[] {1, 1, 2}), Points.SEED)))
        .containsExactly(List.of(0, 1, 2), List.of(1, 0, 2));
  }

  @Test
  void labelsMustFitTheBatch() {
    assertThatThrownBy(() -> miner.mine(Points.onCircle(0, 10), Rows.of(new int[3]), Points.SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 2 labels, got 3; pass the class of each embedding");
  }

  private static List<List<Integer>> slowTwin(Distances distances, int[] labels) {
    return IntStream.range(0, labels.length)
        .mapToObj(a -> slowTriplet(distances, labels, a))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<List<Integer>> slowTriplet(Distances distances, int[] labels, int a) {
    Comparator<Integer> nearerFirst = Comparator.comparingDouble(i -> distances.between(a, i));
    Optional<Integer> positive =
        IntStream.range(0, labels.length)
            .filter(i -> i != a && labels[i] == labels[a])
            .boxed()
            .min(nearerFirst.reversed().thenComparing(Comparator.naturalOrder()));
    Optional<Integer> negative =
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] != labels[a])
            .boxed()
            .min(nearerFirst.thenComparing(Comparator.naturalOrder()));
    return positive.flatMap(p -> negative.map(n -> List.of(a, p, n)));
  }
}
