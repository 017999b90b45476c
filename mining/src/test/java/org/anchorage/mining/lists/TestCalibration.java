/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cells.ProbeCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestCalibration {

  private static final int K = 10;
  private static final Seed SEED = new Seed(5);
  private static final Vectors BASE = Drawn.vectors(3000, 16, 30, 1);
  private static final Vectors QUERIES = Drawn.vectors(200, 16, 30, 1);

  private static InvertedLists lists(Coding coding) {
    return new ListSplit(60, coding, SEED).divide(BASE);
  }

  @Test
  void theCurveIsTheRecallOfEverySearch() {
    InvertedLists lists = lists(Coding.FLOAT);
    HeldOut heldOut = HeldOut.of(BASE, QUERIES, K);
    ProbeCurve curve = Calibration.curve(lists, heldOut);
    for (int probes : new int[] {1, 2, 3, 7, 20, 60}) {
      assertThat(heldOut.recall(lists.search(probes)).share()).isEqualTo(curve.recall(probes));
    }
    assertThat(curve.recall(60)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void itReachesTheRecall(Coding coding) {
    InvertedLists lists = lists(coding);
    HeldOut found = HeldOut.draw(BASE, 300, K, SEED.derive("found"));
    HeldOut check = HeldOut.draw(BASE, 300, K, SEED.derive("check"));
    Calibration calibration = Calibration.of(lists, found, check, 0.95);
    Probing probing = calibration.probing();
    assertThat(probing.most()).isGreaterThan(1);
    assertThat(found.recall(lists.search(probing)).share()).isGreaterThanOrEqualTo(0.95);
    assertThat(calibration.recall()).isEqualTo(check.recall(lists.search(probing)).share());
    assertThat(calibration.k()).isEqualTo(K);
    assertThat(Calibration.of(lists, BASE, 0.95, K, SEED))
        .isEqualTo(Calibration.of(lists, BASE, 0.95, K, SEED));
  }

  @Test
  void noProbingOfFewerComparisonsReachesTheRecall() {
    InvertedLists lists = lists(Coding.FLOAT);
    HeldOut queries = HeldOut.of(BASE, QUERIES, K);
    Probing cheapest = new ProbingCurve(lists, queries).cheapest(0.95);
    int fewest = Calibration.curve(lists, queries).probes(0.95);
    assertThat(cheapest.most()).isBetween(fewest, 2 * fewest);
    double least = Double.POSITIVE_INFINITY;
    for (int most = fewest; most <= 2 * fewest; most += 1 + most / 4) {
      for (float reach = 0; reach < 3; reach += 0.02f) {
        Slow slow = slow(lists, queries, new Probing(most, reach));
        if (slow.recall() >= 0.95) {
          least = Math.min(least, slow.compared());
        }
      }
    }
    Slow chosen = slow(lists, queries, cheapest);
    assertThat(chosen.recall()).isGreaterThanOrEqualTo(0.95);
    assertThat(chosen.compared())
        .isLessThanOrEqualTo(least)
        .isLessThan(slow(lists, queries, Probing.fixed(fewest)).compared());
  }

  private record Slow(double recall, double compared) {}

  /** Recall and comparisons, if the k-th neighbour were known from the start. */
  private static Slow slow(InvertedLists lists, HeldOut queries, Probing probing) {
    Neighbours order = lists.order(queries.queries(), lists.lists());
    int[] listsOfRows = lists.listsOfRows();
    int found = 0;
    int compared = 0;
    for (int query = 0; query < QUERIES.count(); query++) {
      int at = query * order.k();
      float farthest = queries.exact().squaredDistances()[query * K + K - 1];
      boolean[] probed = new boolean[lists.lists()];
      for (int place = 0; place < probing.most(); place++) {
        float farther = order.squaredDistances()[at + place] - order.squaredDistances()[at];
        if (farther <= probing.reach() * farthest) {
          probed[order.indices()[at + place]] = true;
        }
      }
      for (int list : listsOfRows) {
        compared += probed[list] ? 1 : 0;
      }
      for (int i = 0; i < K; i++) {
        found += probed[listsOfRows[queries.exact().indices()[query * K + i]]] ? 1 : 0;
      }
    }
    return new Slow((double) found / (QUERIES.count() * K), (double) compared / QUERIES.count());
  }

  /** The most lists were counted with the near vectors there, which are now left out. */
  @Test
  void recallHoldsWhereAFilterLeavesOutTheNearOnes() {
    InvertedLists lists = lists(Coding.FLOAT);
    ListSearch search = lists.search(Calibration.of(lists, BASE, 0.95, K, SEED).probing());
    Neighbours near = Drawn.slow(BASE, QUERIES, 60, (query, row) -> true);
    int found = 0;
    for (int query = 0; query < QUERIES.count(); query++) {
      int[] left = Arrays.copyOfRange(near.indices(), query * 60, (query + 1) * 60);
      RowSet others =
          RowSet.where(BASE.count(), row -> Arrays.stream(left).noneMatch(one -> one == row));
      Vectors one = QUERIES.slice(query, query + 1);
      Neighbours exact = Drawn.slow(BASE, one, K, (any, row) -> others.contains(row));
      int[] got = search.nearest(QUERIES.row(query), others, K).indices();
      found +=
          (int)
              Arrays.stream(exact.indices())
                  .filter(row -> Arrays.stream(got).anyMatch(any -> any == row))
                  .count();
    }
    assertThat((double) found / (QUERIES.count() * K)).isGreaterThan(0.95);
  }

  /** A recall that bytes cannot reach: all lists are probed, and the figure says how far it is. */
  @Test
  void aRecallOutOfReachIsMeasured() {
    Calibration calibration = Calibration.of(lists(Coding.INT8), BASE, 1, K, SEED);
    assertThat(calibration.probing()).isEqualTo(Probing.fixed(60));
    assertThat(calibration.recall()).isLessThan(1).isGreaterThan(0.9);
  }

  @Test
  void aDrawnQueryIsNotItsOwnNeighbour() {
    HeldOut drawn = HeldOut.draw(BASE, 50, K, SEED);
    for (int at = 0; at < drawn.exact().indices().length; at++) {
      assertThat(drawn.exact().indices()[at]).isNotEqualTo(drawn.rows()[at / K]);
    }
  }

  @Test
  void refusesWhatCannotBeReached() {
    InvertedLists lists = lists(Coding.FLOAT);
    for (double recall : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> Calibration.of(lists, BASE, recall, K, SEED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("A recall of " + recall + " cannot be reached");
    }
    assertThatThrownBy(() -> Calibration.of(lists, QUERIES, 0.9, K, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Lists of 3000 vectors of 16 numbers were not made of the 200 of 16");
  }
}
