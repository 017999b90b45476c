/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestRanks {

  @Test
  void agreesWithAFullSort() {
    for (int dim : new int[] {1, 3, 64}) {
      check(values(300, dim, 1), 20, 1);
    }
  }

  @Test
  void duplicatesCountByIndex() {
    Vectors few = values(9, 5, 2);
    float[] values = new float[400 * 5];
    SplittableRandom random = new Seed(3).generator();
    for (int row = 0; row < 400; row++) {
      System.arraycopy(few.values(), random.nextInt(9) * 5, values, row * 5, 5);
    }
    check(new Vectors(5, values), 50, 4);
    check(new Vectors(5, new float[400 * 5]), 50, 5);
  }

  /** Distances of a few 1e-14 beside lengths of 4: bounds say nothing, and all are measured. */
  @Test
  void collapsedVectorsAreStillRankedExactly() {
    SplittableRandom random = new Seed(5).generator();
    float[] values = new float[200 * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + random.nextInt(3) * 0x1p-23f;
    }
    Arrays.fill(values, 0, 16, -500);
    check(new Vectors(16, values), 15, 6);
  }

  @Test
  void nothingWantedHasNoRanks() {
    try (ExactNeighbours exact = new ExactNeighbours(values(5, 2, 1))) {
      Ranks ranks = exact.ranks(values(2, 2, 9), query -> new int[0], query -> new int[] {1});
      assertThat(ranks.starts()).containsExactly(0, 0, 0);
      assertThat(exact.ranks(new Vectors(2, new float[0]), q -> null, q -> null).queries())
          .isZero();
      assertThatThrownBy(() -> exact.ranks(values(1, 3, 1), q -> new int[0], q -> new int[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Queries of 3 floats cannot be searched among vectors of 2");
    }
  }

  @Test
  void queriesOfTheBaseAreLeftOutWhereverTheyLie() {
    Vectors base = values(120, 7, 8);
    int[] own = {100, -1, 3};
    float[] queries = new float[21];
    System.arraycopy(base.row(100), 0, queries, 0, 7);
    System.arraycopy(values(1, 7, 99).values(), 0, queries, 7, 7);
    System.arraycopy(base.row(3), 0, queries, 14, 7);
    Vectors asked = new Vectors(7, queries);
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      Neighbours found = exact.search(asked, (query, index) -> index != own[query], 5);
      assertThat(Arrays.copyOfRange(found.indices(), 0, 5))
          .isEqualTo(SlowNeighbours.within(base, 100, 101, 5).indices());
      assertThat(Arrays.copyOfRange(found.indices(), 5, 10))
          .isEqualTo(SlowNeighbours.among(base, asked.slice(1, 2), 5).indices());
      assertThat(Arrays.copyOfRange(found.indices(), 10, 15))
          .isEqualTo(SlowNeighbours.within(base, 3, 4, 5).indices());
    }
  }

  /** Every seventh query of the base asks for random items, with others left out. */
  private static void check(Vectors base, int wanted, long seed) {
    int count = base.count();
    int queries = (count + 6) / 7;
    float[] asked = new float[queries * base.dim()];
    int[][] items = new int[queries][];
    int[][] leftOut = new int[queries][];
    for (int query = 0; query < queries; query++) {
      System.arraycopy(base.row(query * 7), 0, asked, query * base.dim(), base.dim());
      int[] order = IntStream.range(0, count).toArray();
      new Seed(seed).derive(query).shuffle(order);
      items[query] = Arrays.copyOf(order, query % 5 == 0 ? 0 : wanted - query % 3);
      leftOut[query] = Arrays.copyOfRange(order, wanted, wanted + query % 4 * 3);
    }
    Vectors some = new Vectors(base.dim(), asked);
    int[] expected = slow(base, some, items, leftOut);
    for (int[] blocks : new int[][] {{256, 1024}, {1, 8}, {5, 24}}) {
      try (ExactNeighbours exact = new ExactNeighbours(base, blocks[0], blocks[1])) {
        Ranks ranks = exact.ranks(some, query -> items[query], query -> leftOut[query]);
        assertThat(ranks.ranks()).isEqualTo(expected);
        assertThat(ranks.queries()).isEqualTo(queries);
        assertThat(ranks.starts()[2] - ranks.starts()[1]).isEqualTo(items[1].length);
        Ranks last =
            exact.ranks(
                some.slice(queries - 1, queries),
                query -> items[queries - 1],
                query -> leftOut[queries - 1]);
        assertThat(last.ranks())
            .isEqualTo(
                Arrays.copyOfRange(
                    expected, expected.length - items[queries - 1].length, expected.length));
      }
    }
  }

  private static int[] slow(Vectors base, Vectors queries, int[][] items, int[][] leftOut) {
    Neighbours all = SlowNeighbours.among(base, queries, base.count());
    IntStream.Builder ranks = IntStream.builder();
    for (int query = 0; query < queries.count(); query++) {
      int rank = 0;
      for (int at = 0; at < base.count(); at++) {
        int item = all.indices()[query * base.count() + at];
        rank += IntStream.of(leftOut[query]).anyMatch(out -> out == item) ? 0 : 1;
        if (IntStream.of(items[query]).anyMatch(asked -> asked == item)) {
          ranks.add(rank);
        }
      }
    }
    return ranks.build().toArray();
  }

  private static Vectors values(int count, int dim, long seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 0.7);
    }
    return new Vectors(dim, values);
  }
}
