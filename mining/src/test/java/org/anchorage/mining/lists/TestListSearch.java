/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.anchorage.mining.neighbours.Wanted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestListSearch {

  private static final int K = 7;
  private static final Seed SEED = new Seed(3);
  private static final Vectors BASE = Drawn.vectors(2000, 20, 40, 1);
  private static final Vectors QUERIES = Drawn.vectors(60, 20, 40, 2);
  private static final InvertedLists LISTS = lists(BASE, 50, Coding.FLOAT);

  private static InvertedLists lists(Vectors base, int lists, Coding coding) {
    return new ListSplit(lists, coding, SEED).divide(base);
  }

  private static Vectors stored(InvertedLists lists) {
    return lists.vectors(IntStream.range(0, lists.count()).toArray());
  }

  private static void equal(Neighbours found, Neighbours expected) {
    assertThat(found.indices()).isEqualTo(expected.indices());
    assertThat(found.squaredDistances()).isEqualTo(expected.squaredDistances());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 5, 4",
    "2, 3, 9",
    "63, 1, 4",
    "64, 16, 3",
    "65, 17, 1",
    "700, 33, 20",
    "700, 2, 90"
  })
  void withAllListsItIsTheExactSearchToTheBit(int count, int dim, int lists) {
    Vectors base = Drawn.vectors(count, dim, 12, 5);
    Vectors queries = Drawn.vectors(20, dim, 12, 6);
    for (Coding coding : Coding.values()) {
      InvertedLists divided = lists(base, lists, coding);
      Vectors stored = stored(divided);
      if (coding == Coding.FLOAT) {
        assertThat(stored.values()).isEqualTo(base.values());
      }
      try (NeighbourSearch exact = SearchKind.EXACT.prepare(stored)) {
        equal(divided.search(divided.lists()).search(queries, K), exact.search(queries, K));
      }
    }
  }

  /** Some lists hold fewer than k vectors, and then the next is probed, too. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20})
  void withinTheProbedListsItIsExact(int probes) {
    int[] listsOfRows = LISTS.listsOfRows();
    int lists = LISTS.lists();
    Neighbours order = LISTS.order(QUERIES, lists);
    boolean[][] probed = new boolean[QUERIES.count()][lists];
    for (int query = 0; query < QUERIES.count(); query++) {
      int[] own = Arrays.copyOfRange(order.indices(), query * lists, (query + 1) * lists);
      int needed = probes;
      while (sizeOf(listsOfRows, Arrays.copyOf(own, needed)) < K) {
        needed++;
      }
      for (int list : Arrays.copyOf(own, needed)) {
        probed[query][list] = true;
      }
    }
    equal(
        LISTS.search(probes).search(QUERIES, K),
        Drawn.slow(BASE, QUERIES, K, (query, row) -> probed[query][listsOfRows[row]]));
  }

  /** Lists come in their order; before each, the neighbours so far say whether it is in reach. */
  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, 0.5f, 1, 3})
  void listsOutOfReachAreLeftOut(float reach) {
    int[] listsOfRows = LISTS.listsOfRows();
    int most = 8;
    Neighbours order = LISTS.order(QUERIES, LISTS.lists());
    Neighbours found = LISTS.search(new Probing(most, reach)).search(QUERIES, K);
    for (int query = 0; query < QUERIES.count(); query++) {
      int at = query * order.k();
      int one = query;
      boolean[] probed = new boolean[LISTS.lists()];
      Neighbours soFar = Drawn.slow(BASE, QUERIES, K, (other, row) -> false);
      for (int place = 0; place < order.k(); place++) {
        float farthest = soFar.squaredDistances()[query * K + K - 1];
        float farther = order.squaredDistances()[at + place] - order.squaredDistances()[at];
        if (farthest < Float.POSITIVE_INFINITY && (place >= most || farther > reach * farthest)) {
          break;
        }
        probed[order.indices()[at + place]] = true;
        soFar =
            Drawn.slow(BASE, QUERIES, K, (other, row) -> other == one && probed[listsOfRows[row]]);
      }
      int from = query * K;
      assertThat(Arrays.copyOfRange(found.indices(), from, from + K))
          .isEqualTo(Arrays.copyOfRange(soFar.indices(), from, from + K));
    }
  }

  /** Neighbours of other classes lie in other lists, beyond the reach that all vectors need. */
  @Test
  void aFilterThatLeavesOutTheNearOnesHasAReachOfItsOwn() {
    int[] listsOfRows = LISTS.listsOfRows();
    Neighbours order = LISTS.order(QUERIES, LISTS.lists());
    for (int query = 0; query < QUERIES.count(); query++) {
      int at = query * order.k();
      int own = order.indices()[at];
      int[] met = Arrays.copyOfRange(order.indices(), at, at + 8);
      if (sizeOf(listsOfRows, new int[] {own}) * 10 <= sizeOf(listsOfRows, met)) {
        continue;
      }
      RowSet others = RowSet.where(BASE.count(), row -> listsOfRows[row] != own);
      Neighbours found = LISTS.search(new Probing(4, 0)).nearest(QUERIES.row(query), others, K);
      equal(found, LISTS.search(new Probing(4, 1.25f)).nearest(QUERIES.row(query), others, K));
    }
  }

  @Test
  void refusesWhatIsNoProbing() {
    assertThatThrownBy(() -> Probing.fixed(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A query cannot probe 0 lists; it needs at least 1");
    for (float reach : new float[] {-1, Float.NaN}) {
      assertThatThrownBy(() -> new Probing(1, reach))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A reach of " + reach + " is none; it is at least 0");
    }
  }

  private static long sizeOf(int[] listsOfRows, int[] lists) {
    return Arrays.stream(listsOfRows)
        .filter(own -> Arrays.stream(lists).anyMatch(list -> list == own))
        .count();
  }

  @Test
  void theOrderOfListsDoesNotDependOnTheNumberAskedFor() {
    Neighbours all = LISTS.order(QUERIES, LISTS.lists());
    Neighbours few = LISTS.order(QUERIES, 3);
    for (int query = 0; query < QUERIES.count(); query++) {
      int at = query * all.k();
      assertThat(Arrays.copyOfRange(few.indices(), query * 3, query * 3 + 3))
          .isEqualTo(Arrays.copyOfRange(all.indices(), at, at + 3));
      assertThat(Arrays.stream(all.indices(), at, at + all.k()).distinct().count())
          .isEqualTo(all.k());
    }
  }

  @Test
  void neitherCutsNorThreadsChangeAnything() {
    ListSearch search = LISTS.search(4);
    Neighbours whole = search.search(QUERIES, K);
    IntStream.range(0, QUERIES.count())
        .parallel()
        .forEach(
            query -> {
              Neighbours one = search.nearest(QUERIES.row(query), K);
              assertThat(one.indices())
                  .isEqualTo(Arrays.copyOfRange(whole.indices(), query * K, (query + 1) * K));
              assertThat(one.squaredDistances())
                  .isEqualTo(
                      Arrays.copyOfRange(whole.squaredDistances(), query * K, (query + 1) * K));
            });
    equal(lists(BASE, 50, Coding.FLOAT).search(4).search(QUERIES, K), whole);
  }

  /** Every other vector, few at random, one list's, none at all. */
  @Test
  void aSetHasItsNearestIfAllListsAreProbed() {
    int[] listsOfRows = LISTS.listsOfRows();
    for (RowSet set :
        List.of(
            RowSet.where(BASE.count(), row -> row % 2 == 0),
            RowSet.where(BASE.count(), row -> row % 97 == 5),
            RowSet.where(BASE.count(), row -> listsOfRows[row] == 11),
            RowSet.where(BASE.count(), row -> row == 1234),
            RowSet.where(BASE.count(), row -> false))) {
      equal(
          LISTS.search(LISTS.lists()).search(QUERIES, set, K),
          Drawn.slow(BASE, QUERIES, K, (query, row) -> set.contains(row)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 50, 400})
  void thereAreAlwaysAsManyNeighboursAsMatch(int oneIn) {
    RowSet set = RowSet.where(BASE.count(), row -> row % oneIn == 0);
    Neighbours found = LISTS.search(1).search(QUERIES, set, K);
    for (int at = 0; at < found.indices().length; at++) {
      if (at % K < set.count()) {
        assertThat(set.contains(found.indices()[at])).isTrue();
      } else {
        assertThat(found.indices()[at]).isEqualTo(-1);
      }
    }
    Neighbours byFilter = LISTS.search(1).search(QUERIES, (query, row) -> set.contains(row), K);
    assertThat(Arrays.stream(byFilter.indices()).filter(row -> row < 0).count())
        .isEqualTo((long) QUERIES.count() * Math.max(0, K - set.count()));
  }

  /** The farthest vectors only, so that all lists that are probed first hold none. */
  @Test
  void aSetThatIsFarAwayIsFound() {
    int[] listsOfRows = LISTS.listsOfRows();
    Vectors query = QUERIES.slice(0, 1);
    Neighbours order = LISTS.order(query, LISTS.lists());
    List<Integer> last =
        Arrays.stream(order.indices(), LISTS.lists() - 25, LISTS.lists()).boxed().toList();
    RowSet far = RowSet.where(BASE.count(), row -> last.contains(listsOfRows[row]));
    equal(
        LISTS.search(3).search(query, far, K),
        Drawn.slow(
            BASE,
            query,
            K,
            (at, row) ->
                last.subList(0, probedOf(far, order, listsOfRows)).contains(listsOfRows[row])));
  }

  /** Lists of the set that are looked into: until as many vectors as in the first three lists. */
  private static int probedOf(RowSet far, Neighbours order, int[] listsOfRows) {
    long[] sizes = new long[LISTS.lists()];
    Arrays.stream(listsOfRows).forEach(list -> sizes[list]++);
    long wanted = Arrays.stream(order.indices(), 0, 3).mapToLong(list -> sizes[list]).sum();
    int probed = 0;
    for (long compared = 0; compared < wanted; probed++) {
      compared += sizes[order.indices()[LISTS.lists() - 25 + probed]];
    }
    assertThat(far.count()).isGreaterThan((int) wanted);
    return probed;
  }

  @Test
  void aSetOfAllChangesNothing() {
    ListSearch search = LISTS.search(3);
    RowSet all = RowSet.where(BASE.count(), row -> true);
    equal(search.search(QUERIES, all, K), search.search(QUERIES, K));
  }

  /** The second search knows which lanes of each block are in the set, the first asks each row. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 30, 50, 400})
  void aSetIsSearchedAlikeEachTime(int oneIn) {
    for (Coding coding : Coding.values()) {
      InvertedLists lists = lists(BASE, 50, coding);
      ListSearch search = lists.search(2);
      for (boolean without : new boolean[] {false, true}) {
        RowSet set = RowSet.where(BASE.count(), row -> row % oneIn == 0 != without);
        Neighbours first = search.search(QUERIES.slice(0, 1), set, K);
        equal(search.search(QUERIES.slice(0, 1), set, K), first);
        equal(
            lists.search(50).search(QUERIES, set, K),
            Drawn.slow(stored(lists), QUERIES, K, (query, row) -> set.contains(row)));
      }
    }
  }

  /** The deletion of a vector leaves all others where they are. */
  @Test
  void aDeletedVectorIsLeftOutAndNothingElseChanges() {
    Neighbours before = LISTS.search(3).search(QUERIES, K + 1);
    RowSet left = RowSet.all(BASE.count()).without(before.indices()[0]);
    Neighbours after = LISTS.search(3).search(QUERIES.slice(0, 1), left, K);
    assertThat(after.indices()).isEqualTo(Arrays.copyOfRange(before.indices(), 1, K + 1));
  }

  @Test
  void closedListsRefuseToBeSearched() {
    InvertedLists lists = lists(BASE, 5, Coding.FLOAT);
    ListSearch search = lists.search(2);
    lists.close();
    lists.close();
    assertThatThrownBy(() -> search.search(QUERIES, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("These lists are closed");
    assertThatThrownBy(() -> lists.vectors(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("open the file again");
  }

  @ParameterizedTest
  @EnumSource
  void duplicatesTieByRow(Coding coding) {
    Vectors twenty = Drawn.vectors(20, 9, 20, 8);
    Vectors base = twenty.rows(IntStream.range(0, 1000).map(i -> i % 20).toArray());
    InvertedLists lists = lists(base, 64, coding);
    assertThat(lists.lists()).isLessThanOrEqualTo(20);
    equal(
        lists.search(lists.lists()).search(twenty, 120),
        Drawn.slow(stored(lists), twenty, 120, Filter.all()));
  }

  /** Sums underflow, overflow nearly, or are all alike. */
  @ParameterizedTest
  @ValueSource(floats = {0, 1e-30f, 1e-22f, 1e-7f, 1e10f})
  void lengthsDoNotMatter(float scale) {
    float[] values = Drawn.vectors(600, 18, 5, 9).values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    Vectors base = new Vectors(18, values);
    InvertedLists lists = lists(base, 10, Coding.FLOAT);
    Vectors queries = base.slice(0, 50);
    equal(
        lists.search(lists.lists()).search(queries, K), Drawn.slow(base, queries, K, Filter.all()));
  }

  /** Differences of a few units in the last place: rounding must not lose a neighbour. */
  @Test
  void aCollapsedSpaceIsSearchedExactly() {
    float[] values = Drawn.vectors(600, 18, 5, 10).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = 1 + values[i] * 1e-6f;
    }
    Vectors base = new Vectors(18, values);
    InvertedLists lists = lists(base, 10, Coding.FLOAT);
    equal(lists.search(lists.lists()).search(base, K), Drawn.slow(base, base, K, Filter.all()));
  }

  @Test
  void ownVectorsAreLeftOutAndListedOnesAreExact() {
    Filter even = (query, row) -> row % 2 == 0;
    List<Neighbours> found =
        LISTS
            .search(LISTS.lists())
            .searchSelf(
                10,
                40,
                List.of(
                    new Wanted.Admitted(K, even),
                    new Wanted.Listed(K, query -> new int[] {query - 1, query, query + 1})));
    Vectors own = BASE.slice(10, 40);
    equal(
        found.get(0), Drawn.slow(BASE, own, K, (query, row) -> row != query + 10 && row % 2 == 0));
    equal(found.get(1), Drawn.slow(BASE, own, K, (query, row) -> Math.abs(row - query - 10) == 1));
    assertThat(LISTS.search(1).searchSelf(0, 5, K).indices()).doesNotContain(-1);
  }

  @Test
  void refusesWhatCannotBeSearched() {
    ListSearch search = LISTS.search(3);
    assertThat(search.exact()).isFalse();
    refused(() -> LISTS.search(0), "A query cannot probe 0 lists");
    refused(() -> search.search(new Vectors(2, new float[4]), 1), "Queries of 2 floats");
    refused(() -> search.nearest(new float[0], 1), "among vectors of 20");
    refused(() -> search.search(QUERIES, 0), "Cannot find k = 0 neighbours of 60 queries");
    refused(() -> search.search(QUERIES, Integer.MAX_VALUE), "search fewer at once");
    float[] wrong = new float[20];
    wrong[3] = Float.NaN;
    refused(() -> search.nearest(wrong, 1), "Vector 0 is not finite or is over 10^17 long");
    RowSet other = RowSet.where(5, row -> true);
    refused(() -> search.search(QUERIES, other, 1), "A set among 5 rows cannot filter 2000");
    refused(() -> search.searchSelf(0, 2001, 1), "The base has no vectors 0 to 2001");
    refused(() -> LISTS.vectors(2000), "There is no vector 2000; rows run from 0 to 1999");
    search.close();
    search.close();
    assertThatThrownBy(() -> search.search(QUERIES, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The search is closed");
  }

  private static void refused(Runnable wrong, String message) {
    assertThatThrownBy(wrong::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
