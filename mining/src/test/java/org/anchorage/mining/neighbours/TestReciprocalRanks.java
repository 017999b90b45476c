/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestReciprocalRanks {

  private static Vectors random(int count, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble() + i / dim % 4;
    }
    return new Vectors(dim, values);
  }

  /** Sets and maps, as the paper writes it (section 3.2 to 3.4). */
  private record Slow(Vectors vectors, int k1, int k2) {

    double distance(int i, int j) {
      return (float) vectors.squaredDistance(i, vectors, j);
    }

    double scaled(int i, int j) {
      double largest =
          IntStream.range(0, vectors.count()).mapToDouble(x -> distance(i, x)).max().orElseThrow();
      return largest == 0 ? 0 : distance(i, j) / largest;
    }

    List<Integer> nearest(int i, int k) {
      return IntStream.range(0, vectors.count())
          .boxed()
          .sorted(Comparator.comparingDouble(j -> distance(i, j)))
          .limit(k)
          .toList();
    }

    TreeSet<Integer> reciprocal(int i, int k) {
      TreeSet<Integer> set = new TreeSet<>();
      for (int j : nearest(i, k + 1)) {
        if (nearest(j, k + 1).contains(i)) {
          set.add(j);
        }
      }
      return set;
    }

    TreeMap<Integer, Double> code(int i) {
      TreeSet<Integer> all = new TreeSet<>(reciprocal(i, k1));
      for (int j : reciprocal(i, k1)) {
        TreeSet<Integer> others = reciprocal(j, (int) Math.rint(k1 / 2.0));
        TreeSet<Integer> common = new TreeSet<>(others);
        common.retainAll(reciprocal(i, k1));
        if (common.size() > 2.0 / 3 * others.size()) {
          all.addAll(others);
        }
      }
      TreeMap<Integer, Double> code = new TreeMap<>();
      all.forEach(j -> code.put(j, Math.exp(-scaled(i, j))));
      double sum = code.values().stream().mapToDouble(Double::doubleValue).sum();
      code.replaceAll((j, value) -> value / sum);
      return code;
    }

    double mean(List<TreeMap<Integer, Double>> codes, int i, int j) {
      List<Integer> near = nearest(i, k2);
      return near.stream().mapToDouble(n -> codes.get(n).getOrDefault(j, 0.0)).sum() / near.size();
    }

    double[] distances(double lambda) {
      int count = vectors.count();
      List<TreeMap<Integer, Double>> codes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        codes.add(code(i));
      }
      double[] distances = new double[count];
      for (int i = 0; i < count; i++) {
        double least = 0;
        double most = 0;
        for (int j = 0; j < count; j++) {
          least += Math.min(mean(codes, 0, j), mean(codes, i, j));
          most += Math.max(mean(codes, 0, j), mean(codes, i, j));
        }
        distances[i] = (1 - lambda) * (1 - least / most) + lambda * scaled(0, i);
      }
      return distances;
    }
  }

  @Test
  void isWhatSetsGive() {
    for (int count : new int[] {1, 2, 7, 40}) {
      Vectors vectors = random(count, 5, count);
      for (int k1 : new int[] {1, 5, 20}) {
        for (int k2 : new int[] {1, 6}) {
          double[] slow = new Slow(vectors, k1, k2).distances(0.3);
          double[] fast = ReciprocalRanks.distances(vectors, k1, k2, 0.3);
          assertThat(fast).hasSize(count).containsExactly(slow, within(1e-5));
        }
      }
    }
  }

  @Test
  void equalVectorsHaveNoDistance() {
    Vectors same = new Vectors(2, new float[] {1, 2, 1, 2, 1, 2});
    assertThat(ReciprocalRanks.distances(same, 2, 1, 0.3))
        .containsExactly(new double[] {0, 0, 0}, within(1e-6));
  }
}
