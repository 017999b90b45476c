/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kind of search promises, approximate ones too. */
class TestSearchKind {

  private static final int COUNT = 400;
  private static final int DIM = 6;
  private static final int CLASSES = 8;
  private static final int K = 10;
  private static final int[] LABELS = IntStream.range(0, COUNT).map(i -> i % CLASSES).toArray();

  /** Each vector from 300 on is a duplicate of one before. */
  private static final Vectors BASE = base();

  private static Vectors base() {
    SplittableRandom random = new Seed(7).generator();
    float[] values = new float[COUNT * DIM];
    for (int i = 0; i < values.length; i++) {
      int duplicate = i - 300 * DIM;
      values[i] = duplicate < 0 ? (float) random.nextGaussian() : values[duplicate];
    }
    return new Vectors(DIM, values);
  }

  private static void with(SearchKind kind, Consumer<NeighbourSearch> check) {
    try (NeighbourSearch search = kind.prepare(BASE)) {
      check.accept(search);
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowsItsBase(SearchKind kind) {
    with(
        kind,
        search -> {
          assertThat(search.count()).isEqualTo(COUNT);
          assertThat(search.dim()).isEqualTo(DIM);
        });
  }

  @ParameterizedTest
  @EnumSource
  void neighboursComeInOrderWithoutTheQueryItself(SearchKind kind) {
    with(
        kind,
        search -> {
          ordered(search.searchSelf(50, 350, K), 50, (query, index) -> query != index);
          ordered(search.search(BASE.slice(0, 90), K), 0, Filter.all());
        });
  }

  @ParameterizedTest
  @EnumSource
  void onlyAdmittedVectorsAreFound(SearchKind kind) {
    Filter others = Filter.otherClasses(LABELS);
    with(
        kind,
        search -> {
          ordered(search.search(BASE, others, K), 0, others);
          Wanted wanted = new Wanted.Admitted(K, others);
          ordered(search.searchSelf(20, 70, List.of(wanted)).get(0), 20, others);
        });
  }

  /** More than there are, so that every row has places left over. */
  @ParameterizedTest
  @EnumSource
  void listedVectorsAreFoundExactly(SearchKind kind) {
    int k = COUNT / CLASSES + 3;
    Filter same = (query, index) -> LABELS[query] == LABELS[index];
    Wanted listed =
        new Wanted.Listed(
            k,
            query ->
                IntStream.range(0, COUNT).filter(index -> same.admits(query, index)).toArray());
    with(
        kind,
        search -> {
          Neighbours found =
              search
                  .searchSelf(30, 60, List.of(new Wanted.Admitted(K, Filter.all()), listed))
                  .get(1);
          equal(found, SlowNeighbours.within(BASE, 30, 60, k, same));
        });
  }

  @ParameterizedTest
  @EnumSource
  void theDivisionIntoCallsChangesNothing(SearchKind kind) {
    with(
        kind,
        search -> {
          Neighbours whole = search.searchSelf(0, COUNT, K);
          Neighbours part = search.searchSelf(33, 36, K);
          assertThat(part.indices()).isEqualTo(Arrays.copyOfRange(whole.indices(), 33 * K, 36 * K));
          assertThat(part.squaredDistances())
              .isEqualTo(Arrays.copyOfRange(whole.squaredDistances(), 33 * K, 36 * K));
          try (NeighbourSearch again = kind.prepare(BASE)) {
            equal(again.searchSelf(0, COUNT, K), whole);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void anExactSearchMissesNothingAndAnApproximateOneKnowsNoRanks(SearchKind kind) {
    Vectors queries = BASE.slice(5, 9);
    with(
        kind,
        search -> {
          if (search.exact()) {
            equal(search.searchSelf(0, 40, K), SlowNeighbours.within(BASE, 0, 40, K));
            assertThat(search.ranks(queries, i -> new int[] {1}, i -> new int[0]).queries())
                .isEqualTo(4);
          } else {
            assertThatThrownBy(() -> search.ranks(queries, i -> new int[1], i -> new int[0]))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("prepare the base with SearchKind.EXACT");
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatCannotBeSearched(SearchKind kind) {
    assertThatThrownBy(() -> kind.prepare(new Vectors(2, new float[0])))
        .isInstanceOf(IllegalArgumentException.class);
    NeighbourSearch search = kind.prepare(BASE);
    for (Runnable wrong :
        List.<Runnable>of(
            () -> search.search(new Vectors(1, new float[1]), 1),
            () -> search.search(BASE.slice(0, 1), 0),
            () -> search.searchSelf(0, COUNT + 1, 1),
            () -> search.searchSelf(0, COUNT, Integer.MAX_VALUE))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
    search.close();
    search.close();
    assertThatThrownBy(() -> search.searchSelf(0, 1, 1)).isInstanceOf(IllegalStateException.class);
  }

  /** Rows ascend by distance and index, hold only admitted vectors, and end in empty places. */
  private static void ordered(Neighbours found, int first, Filter admitted) {
    int k = found.k();
    for (int at = 0; at < found.indices().length; at++) {
      int query = first + at / k;
      int index = found.indices()[at];
      float distance = found.squaredDistances()[at];
      if (index < 0) {
        assertThat(distance).isEqualTo(Float.POSITIVE_INFINITY);
      } else {
        assertThat(admitted.admits(query, index)).isTrue();
      }
      if (at % k > 0 && index >= 0) {
        assertThat(found.indices()[at - 1]).isNotNegative();
        float before = found.squaredDistances()[at - 1];
        assertThat(before).isLessThanOrEqualTo(distance);
        if (before == distance) {
          assertThat(found.indices()[at - 1]).isLessThan(index);
        }
      }
    }
  }

  private static void equal(Neighbours actual, Neighbours expected) {
    assertThat(actual.indices()).isEqualTo(expected.indices());
    assertThat(actual.squaredDistances()).isEqualTo(expected.squaredDistances());
  }
}
