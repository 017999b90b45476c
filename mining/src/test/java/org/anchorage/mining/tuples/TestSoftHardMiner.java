/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSoftHardMiner {

  private final SoftHardMiner miner = new SoftHardMiner();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void drawsWhatTheSlowTwinAllowsAndNothingIsNeverDrawn(int classes) {
    int size = 14;
    Seed seed = new Seed(classes);
    Distances distances = Points.distances(Distance.EUCLIDEAN, Points.onGrid(seed, size, 3));
    int[] labels = Points.labels(seed, size, classes);
    Set<List<Integer>> drawn = new HashSet<>();
    for (int draw = 0; draw < 3000; draw++) {
      drawn.addAll(Points.written(miner.mine(distances, Rows.of(labels), new Seed(draw))));
    }

    assertThat(drawn).isEqualTo(allowed(distances, labels));
  }

  @Test
  void separatedClassesFallBackOnAnyPartner() {
    Distances distances = Points.onCircle(0, 10, 20, 170, 180);
    int[] labels = {0, 0, 0, 1, 1};
    Set<Integer> negatives = new HashSet<>();
    for (int draw = 0; draw < 100; draw++) {
      Triplets triplets = miner.mine(distances, Rows.of(labels), new Seed(draw));
      assertThat(triplets.count()).isEqualTo(5);
      negatives.add(triplets.negatives()[0]);
    }

    assertThat(negatives).containsExactlyInAnyOrder(3, 4);
  }

  private static Set<List<Integer>> allowed(Distances distances, int[] labels) {
    Set<List<Integer>> triplets = new HashSet<>();
    for (int anchor = 0; anchor < labels.length; anchor++) {
      int a = anchor;
      List<Integer> positives =
          IntStream.range(0, labels.length)
              .filter(i -> i != a && labels[i] == labels[a])
              .boxed()
              .toList();
      List<Integer> negatives =
          IntStream.range(0, labels.length).filter(i -> labels[i] != labels[a]).boxed().toList();
      if (positives.isEmpty() || negatives.isEmpty()) {
        continue;
      }
      for (int p :
          orAll(
              positives,
              distances,
              a,
              d -> negatives.stream().anyMatch(n -> distances.between(a, n) < d))) {
        for (int n :
            orAll(
                negatives,
                distances,
                a,
                d -> positives.stream().anyMatch(i -> distances.between(a, i) > d))) {
          triplets.add(List.of(a, p, n));
        }
      }
    }
    return triplets;
  }

  private static Set<Integer> orAll(
      List<Integer> side, Distances distances, int a, DoublePredicate hard) {
    Set<Integer> chosen =
        side.stream().filter(i -> hard.test(distances.between(a, i))).collect(Collectors.toSet());
    return chosen.isEmpty() ? Set.copyOf(side) : chosen;
  }
}
