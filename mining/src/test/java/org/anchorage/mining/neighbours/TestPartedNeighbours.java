/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search in parts finds what a search in all of the base finds, to the bit. */
class TestPartedNeighbours {

  private static final int COUNT = 301;
  private static final int DIM = 6;
  private static final int K = 12;
  private static final int[] LABELS = IntStream.range(0, COUNT).map(i -> i / 30).toArray();

  /** Few different vectors, so that ties lie in all parts; and a few of their own. */
  private static final Vectors BASE = base();

  private static Vectors base() {
    SplittableRandom random = new Seed(3).generator();
    Vectors few = values(40, 5);
    float[] values = values(COUNT, 4).values().clone();
    for (int row = 0; row < COUNT; row++) {
      if (row % 5 != 0) {
        System.arraycopy(few.values(), random.nextInt(40) * DIM, values, row * DIM, DIM);
      }
    }
    return new Vectors(DIM, values);
  }

  private static Vectors values(int count, long seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Vectors(DIM, values);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 150, 300, 301, 1000})
  void findsWhatASearchInAllFinds(int rows) {
    Filter others = Filter.otherClasses(LABELS);
    Filter same = (query, index) -> LABELS[query] == LABELS[index];
    try (NeighbourSearch parts = SearchKind.EXACT.prepare((VectorSource) BASE, rows)) {
      List<Neighbours> found =
          parts.searchSelf(
              20,
              90,
              List.of(
                  new Wanted.Admitted(K, others),
                  new Wanted.Listed(K, TestPartedNeighbours::ofClass),
                  new Wanted.Listed(40, TestPartedNeighbours::ofClass)));
      equal(found.get(0), SlowNeighbours.within(BASE, 20, 90, K, others));
      equal(found.get(1), SlowNeighbours.within(BASE, 20, 90, K, same));
      equal(found.get(2), SlowNeighbours.within(BASE, 20, 90, 40, same));
      equal(parts.searchSelf(0, 10, 400), SlowNeighbours.within(BASE, 0, 10, 400));
      Vectors queries = values(9, 8);
      equal(parts.search(queries, K), SlowNeighbours.among(BASE, queries, K));
      assertThat(parts.searchSelf(5, 5, K).queries()).isZero();
    }
  }

  private static int[] ofClass(int row) {
    return IntStream.range(0, COUNT).filter(other -> LABELS[other] == LABELS[row]).toArray();
  }

  /** Wanted vectors lie in several parts, some in none, and some queries want nothing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 13, 160, 300})
  void ranksAreThoseInAllOfTheBase(int rows) {
    Vectors queries = BASE.slice(17, 60);
    int[][] wanted = new int[queries.count()][];
    int[][] leftOut = new int[queries.count()][];
    for (int query = 0; query < wanted.length; query++) {
      int[] order = IntStream.range(0, COUNT).toArray();
      new Seed(2).derive(query).shuffle(order);
      wanted[query] = IntStream.of(order).limit(query % 9 * 4L).toArray();
      leftOut[query] = IntStream.of(order).skip(60).limit(query % 4).toArray();
    }
    try (NeighbourSearch all = SearchKind.EXACT.prepare(BASE);
        NeighbourSearch parts = SearchKind.EXACT.prepare((VectorSource) BASE, rows)) {
      Ranks expected = all.ranks(queries, query -> wanted[query], query -> leftOut[query]);
      Ranks found = parts.ranks(queries, query -> wanted[query], query -> leftOut[query]);
      assertThat(found.starts()).isEqualTo(expected.starts());
      assertThat(found.ranks()).isEqualTo(expected.ranks());
    }
  }

  @Test
  void aBaseNoLargerThanAPartIsPreparedOnce() {
    try (NeighbourSearch whole = SearchKind.EXACT.prepare((VectorSource) BASE, COUNT);
        NeighbourSearch parts = SearchKind.EXACT.prepare((VectorSource) BASE, COUNT - 1)) {
      assertThat(whole).isInstanceOf(ExactNeighbours.class);
      assertThat(parts).isInstanceOf(PartedNeighbours.class);
      assertThat(parts.count()).isEqualTo(COUNT);
      assertThat(parts.dim()).isEqualTo(DIM);
      assertThat(parts.exact()).isTrue();
    }
  }

  @Test
  void saysWhereAVectorIsNotFinite() {
    float[] values = BASE.values().clone();
    values[205 * DIM + 1] = Float.NaN;
    try (NeighbourSearch parts =
        SearchKind.EXACT.prepare((VectorSource) new Vectors(DIM, values), 100)) {
      assertThatThrownBy(() -> parts.searchSelf(0, 3, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "Rows 200 to 300 of the base, counted from 0: Vector 5 is not finite");
    }
  }

  @Test
  void refusesWhatCannotBeSearched() {
    assertThatThrownBy(() -> SearchKind.EXACT.prepare((VectorSource) BASE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A part of a base cannot have 0 vectors; it needs at least 1");
    assertThatThrownBy(
            () -> SearchKind.EXACT.prepare((VectorSource) new Vectors(2, new float[0]), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are no vectors to be found; pass at least one");
    NeighbourSearch parts = SearchKind.EXACT.prepare((VectorSource) BASE, 10);
    for (Runnable wrong :
        List.<Runnable>of(
            () -> parts.search(new Vectors(1, new float[1]), 1),
            () -> parts.search(BASE.slice(0, 1), 0),
            () -> parts.searchSelf(0, COUNT + 1, 1),
            () -> parts.searchSelf(0, COUNT, Integer.MAX_VALUE),
            () -> parts.ranks(new Vectors(1, new float[1]), i -> new int[0], i -> new int[0]))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
    parts.close();
    parts.close();
    assertThatThrownBy(() -> parts.searchSelf(0, 1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The base is closed; search before close(), or prepare the base again");
  }

  private static void equal(Neighbours actual, Neighbours expected) {
    assertThat(actual.k()).isEqualTo(expected.k());
    assertThat(actual.indices()).isEqualTo(expected.indices());
    assertThat(actual.squaredDistances()).isEqualTo(expected.squaredDistances());
  }
}
