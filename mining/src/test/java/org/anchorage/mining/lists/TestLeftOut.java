/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small clusters whose own vectors are left out: the neighbours are then those of others. */
class TestLeftOut {

  private static final int K = 10;
  private static final int CLUSTER = 12;
  private static final int COUNT = 500 * CLUSTER;
  private static final double RECALL = 0.95;
  private static final Seed SEED = new Seed(4);

  /** In lists that are long beside a cluster, so that few of the vectors met are left out. */
  private static final int LISTS = 25;

  private static final Vectors BASE = clusters(COUNT, 11);
  private static final Vectors QUERIES = clusters(40 * CLUSTER, 12);
  private static final InvertedLists DIVIDED =
      new ListSplit(LISTS, Coding.FLOAT, SEED).divide(BASE);
  private static final ListSearch SEARCH =
      DIVIDED.search(Calibration.of(DIVIDED, BASE, RECALL, K, SEED).probing());

  /** The n-th twelve lie around one middle, of whatever seed. */
  private static Vectors clusters(int count, long seed) {
    Vectors middles = Drawn.vectors(COUNT / CLUSTER, 16, 1, 7);
    var random = new Seed(seed).generator();
    float[] values = new float[count * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          middles.values()[i / 16 / CLUSTER * 16 + i % 16] + (float) random.nextGaussian() * 0.02f;
    }
    return new Vectors(16, values);
  }

  /** A query of each of the first clusters. */
  private static int[] queries() {
    return IntStream.range(0, QUERIES.count() / CLUSTER).map(i -> i * CLUSTER).toArray();
  }

  private static double recall(int query, RowSet allowed, int k) {
    Vectors one = QUERIES.slice(query, query + 1);
    Neighbours exact = Drawn.slow(BASE, one, k, (any, row) -> allowed.contains(row));
    int[] found = SEARCH.nearest(QUERIES.row(query), allowed, k).indices();
    return (double)
            Arrays.stream(exact.indices())
                .filter(row -> Arrays.stream(found).anyMatch(other -> other == row))
                .count()
        / k;
  }

  /** A query that stops early would find its neighbours in few of the lists. */
  @Test
  void theUsualSearchStopsEarly() {
    assertThat(SEARCH.probing().stopsEarly()).isTrue();
    assertThat(SEARCH.probing().most()).isLessThan(LISTS / 3);
    RowSet all = RowSet.all(COUNT);
    double sum = Arrays.stream(queries()).mapToDouble(query -> recall(query, all, K)).sum();
    assertThat(sum / queries().length).isGreaterThan(RECALL);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 11, CLUSTER})
  void recallHoldsWhereTheNearestAreDeleted(int deleted) {
    double sum = 0;
    for (int query : queries()) {
      Neighbours near =
          Drawn.slow(BASE, QUERIES.slice(query, query + 1), deleted, (any, row) -> true);
      sum += recall(query, RowSet.all(COUNT).without(near.indices()), K);
    }
    assertThat(sum / queries().length).isGreaterThan(RECALL);
  }

  /** As {@code class!=own} does, with a class a cluster. */
  @ParameterizedTest
  @ValueSource(ints = {1, K, 40})
  void recallHoldsWhereAFilterLeavesOutTheOwnClass(int k) {
    double sum = 0;
    for (int query : queries()) {
      RowSet others = RowSet.where(COUNT, row -> row / CLUSTER != query / CLUSTER);
      sum += recall(query, others, k);
    }
    assertThat(sum / queries().length).isGreaterThan(RECALL);
  }

  /** What is left out far away says nothing of where the neighbours are. */
  @Test
  void farDeletionsChangeNothing() {
    for (int query : queries()) {
      Vectors one = QUERIES.slice(query, query + 1);
      Neighbours found = SEARCH.search(one, K);
      Neighbours near = Drawn.slow(BASE, one, COUNT, (any, row) -> true);
      int[] far =
          IntStream.range(CLUSTER, COUNT)
              .filter(i -> i % 20 == 0)
              .map(i -> near.indices()[i])
              .toArray();
      Neighbours without = SEARCH.search(one, RowSet.all(COUNT).without(far), K);
      assertThat(without.indices()).isEqualTo(found.indices());
    }
  }

  @Test
  void oneInTenOfTheNeighboursMisleads() {
    LeftOut leftOut = new LeftOut();
    for (int k : new int[] {1, 10, 19, 20, 100}) {
      leftOut.begin(k);
      for (int i = 0; i < Math.max(1, k / 10); i++) {
        assertThat(leftOut.mislead(5)).isFalse();
        leftOut.leaveOut(7, 90 + i);
        leftOut.leaveOut(4, i);
      }
      assertThat(leftOut.mislead(5)).isTrue();
      assertThat(leftOut.mislead(4)).isFalse();
      assertThat(leftOut.mislead(Float.POSITIVE_INFINITY)).isTrue();
    }
  }

  @Test
  void moreThanOneInTenOfThoseMetAreMany() {
    LeftOut leftOut = new LeftOut();
    leftOut.begin(K);
    assertThat(leftOut.many()).isFalse();
    leftOut.meet(100, 90);
    assertThat(leftOut.many()).isFalse();
    leftOut.meet(10, 8);
    assertThat(leftOut.many()).isTrue();
    assertThat(leftOut.mislead(0)).isTrue();
    leftOut.begin(K);
    assertThat(leftOut.many()).isFalse();
  }
}
