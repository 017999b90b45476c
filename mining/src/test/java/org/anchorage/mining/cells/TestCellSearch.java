/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.ClassNeighbours;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.anchorage.mining.neighbours.Wanted;
import org.junit.jupiter.api.Test;

class TestCellSearch {

  private static final int K = 10;
  private static final Corpora.Labelled IMAGES = Corpora.of(900, 12, 1);
  private static final int[] LABELS = IMAGES.labels();
  private static final Cells CELLS = Cells.of(IMAGES.split(new ClassSplit(25, new Seed(3))));
  private static final Vectors ARRANGED = IMAGES.vectors().rows(CELLS.rows());
  private static final CellGroups ONE = CellGroups.of(CELLS, new Seed(1));
  private static final CellGroups GROUPS = CellGroups.of(CELLS, 6, 3, new Seed(1));

  private static int[] labels(int from, int to) {
    return Arrays.stream(CELLS.rows(), from, to).map(row -> LABELS[row]).toArray();
  }

  /** Neighbours of other classes, and nearest positives, of the vectors at all places. */
  private static List<Neighbours> exact() {
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(IMAGES.vectors())) {
      return exact.searchSelf(
          0,
          900,
          List.of(
              new Wanted.Admitted(K, Filter.otherClasses(LABELS)),
              new Wanted.Listed(1, row -> IMAGES.rowsOf(LABELS[row]))));
    }
  }

  private static int[] row(Neighbours of, int row) {
    return Arrays.copyOfRange(of.indices(), row * of.k(), (row + 1) * of.k());
  }

  @Test
  void probingEveryCellIsExact() {
    List<Neighbours> exact = exact();
    try (CellSearch search =
        new CellSearch(CELLS, ONE, ARRANGED, new CellSearch.Probes(CELLS.count(), 100))) {
      ClassNeighbours found = search.find(0, 900, K);
      for (int place = 0; place < 900; place++) {
        int row = CELLS.rows()[place];
        assertThat(found.anchors()[place]).isEqualTo(row);
        assertThat(row(found.others(), place)).isEqualTo(row(exact.get(0), row));
        assertThat(
                Arrays.copyOfRange(found.others().squaredDistances(), place * K, (place + 1) * K))
            .isEqualTo(Arrays.copyOfRange(exact.get(0).squaredDistances(), row * K, (row + 1) * K));
        assertThat(found.nearestPositives()[place]).isEqualTo(exact.get(1).squaredDistances()[row]);
        assertThat(found.positives().indices()[place]).isEqualTo(exact.get(1).indices()[row]);
      }
    }
  }

  @Test
  void anAnchorAloneInItsClassHasNoPositive() {
    int place =
        IntStream.range(0, 900).filter(i -> CELLS.labelAt(i) == 8).findFirst().orElseThrow();
    try (CellSearch search = new CellSearch(CELLS, GROUPS, ARRANGED, new CellSearch.Probes(3, 2))) {
      assertThat(search.find(place, place + 1, K).nearestPositives())
          .containsExactly(Float.POSITIVE_INFINITY);
    }
  }

  /** Searches for positives have a k of 1; each query has room for eight beyond its k. */
  @Test
  void memoryIsThatOfTheSearchInCells() {
    CellSearch.Probes probes = new CellSearch.Probes(20, 8);
    long fixed = CellSearch.bytes(0, 256, K, probes);
    long order = 28L * 28 + 16L * CellGroups.PROBED;
    assertThat(CellSearch.bytes(1, 256, 1, probes) - fixed).isEqualTo(8 * 256 + 20 + order + 128);
    assertThat(CellSearch.bytes(1, 256, 100, probes) - fixed)
        .isEqualTo(8 * 256 + 24 * 100 + order + 64);
  }

  /** Brute force over the cells that the order names. */
  @Test
  void findsTheNearestOfTheProbedCells() {
    for (CellGroups groups : List.of(ONE, GROUPS)) {
      try (CellOrder order = new CellOrder(CELLS, groups);
          CellSearch search = new CellSearch(CELLS, groups, ARRANGED, new CellSearch.Probes(5, 2));
          NeighbourSearch exact = SearchKind.EXACT.prepare(IMAGES.vectors())) {
        int[] cells = CELLS.cellsOfRows();
        ClassNeighbours found = search.find(200, 260, K);
        Neighbours others = order.others(ARRANGED.slice(200, 260), labels(200, 260), 5);
        Neighbours own = order.own(ARRANGED.slice(200, 260), labels(200, 260), 2);
        Neighbours expected =
            exact.search(
                ARRANGED.slice(200, 260), (query, row) -> has(others, query, cells[row]), K);
        assertThat(found.others().indices()).isEqualTo(expected.indices());
        assertThat(found.others().squaredDistances()).isEqualTo(expected.squaredDistances());
        Neighbours positives =
            exact.search(
                ARRANGED.slice(200, 260),
                (query, row) -> has(own, query, cells[row]) && row != CELLS.rows()[200 + query],
                1);
        assertThat(found.nearestPositives()).isEqualTo(positives.squaredDistances());
      }
    }
  }

  private static boolean has(Neighbours cells, int query, int cell) {
    return Arrays.stream(row(cells, query)).anyMatch(one -> one == cell);
  }

  @Test
  void theDivisionIntoBlocksChangesNothing() {
    try (CellSearch search = new CellSearch(CELLS, GROUPS, ARRANGED, new CellSearch.Probes(6, 2))) {
      ClassNeighbours whole = search.find(0, 900, K);
      for (int[] cut : new int[][] {{0, 1}, {1, 300}, {300, 900}}) {
        ClassNeighbours part = search.find(cut[0], cut[1], K);
        assertThat(part.others().indices())
            .isEqualTo(Arrays.copyOfRange(whole.others().indices(), cut[0] * K, cut[1] * K));
        assertThat(part.nearestPositives())
            .isEqualTo(Arrays.copyOfRange(whole.nearestPositives(), cut[0], cut[1]));
      }
    }
  }

  @Test
  void neverProbesItsOwnClassAndLongerOrdersBeginWithShorterOnes() {
    try (CellOrder order = new CellOrder(CELLS, GROUPS)) {
      Neighbours eight = order.others(ARRANGED, labels(0, 900), 8);
      Neighbours three = order.others(ARRANGED, labels(0, 900), 3);
      for (int place = 0; place < 900; place++) {
        assertThat(Arrays.copyOf(row(eight, place), 3)).isEqualTo(row(three, place));
        for (int cell : row(eight, place)) {
          assertThat(cell < 0 || CELLS.labels()[cell] != CELLS.labelAt(place)).isTrue();
        }
      }
      Neighbours own = order.own(ARRANGED, labels(0, 900), 4);
      for (int place = 0; place < 900; place++) {
        int label = CELLS.labelAt(place);
        int size = (int) Arrays.stream(CELLS.labels()).filter(one -> one == label).count();
        assertThat(Arrays.stream(row(own, place)).filter(cell -> cell >= 0))
            .hasSize(Math.min(4, size));
        for (int cell : row(own, place)) {
          assertThat(cell < 0 || CELLS.labels()[cell] == CELLS.labelAt(place)).isTrue();
        }
      }
    }
  }

  /** The curve, made without a search in cells, is the recall of searches in cells. */
  @Test
  void theCurveIsTheRecallOfEveryNumberOfProbes() {
    Neighbours exact = arranged(exact().get(0));
    try (CellOrder order = new CellOrder(CELLS, GROUPS)) {
      Neighbours order12 = order.others(ARRANGED, labels(0, 900), 12);
      ProbeCurve curve = ProbeCurve.of(exact, order12, CELLS.cellsOfRows());
      for (int probes : new int[] {1, 4, 12}) {
        try (CellSearch search =
            new CellSearch(CELLS, GROUPS, ARRANGED, new CellSearch.Probes(probes, 1))) {
          Recall recall = Recall.of(exact, search.find(0, 900, K).others());
          assertThat(recall.share()).isEqualTo(curve.recall(probes));
          assertThat(recall.wanted()).isEqualTo(9000);
        }
      }
      int enough = curve.probes(0.8);
      assertThat(curve.recall(enough)).isGreaterThanOrEqualTo(0.8);
      assertThat(curve.recall(enough - 1)).isLessThan(0.8);
      assertThat(curve.probes(1.1)).isEqualTo(12);
      ProbeCurve twice = curve.plus(curve);
      assertThat(twice.wanted()).isEqualTo(18_000);
      assertThat(twice.recall(3)).isEqualTo(curve.recall(3));
    }
  }

  private static Neighbours arranged(Neighbours byRow) {
    int[] indices = new int[900 * K];
    for (int place = 0; place < 900; place++) {
      System.arraycopy(row(byRow, CELLS.rows()[place]), 0, indices, place * K, K);
    }
    return new Neighbours(K, indices, new float[indices.length]);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new CellSearch.Probes(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "An image cannot probe 0 cells of other classes and 1 of its own; it needs at least 1 of"
                + " each");
    Neighbours two = new Neighbours(1, new int[2], new float[2]);
    Neighbours one = new Neighbours(1, new int[1], new float[1]);
    assertThatThrownBy(() -> Recall.of(two, one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be compared with the exact 1 of 2; search for as many");
    assertThatThrownBy(() -> ProbeCurve.of(two, one, new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 queries with neighbours need an order of cells each, not 1");
    assertThat(new Recall(0, 0).share()).isEqualTo(1);
  }
}
