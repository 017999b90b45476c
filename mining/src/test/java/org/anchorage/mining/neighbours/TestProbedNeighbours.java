/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A search in cells finds what a full sort of the probed vectors would. */
class TestProbedNeighbours {

  private static final int COUNT = 500;
  private static final int DIM = 5;
  private static final int K = 9;
  private static final int QUERIES = 300;

  /** Starts of cells: uneven, some of one vector, one empty. */
  private static final int[] STARTS = {0, 1, 4, 4, 60, 61, 150, 151, 300, 430, 500};

  private static final int CELLS = STARTS.length - 1;

  /** A row for each place. */
  private static final int[] ROWS = rows();

  private static final Vectors BASE = base();
  private static final Vectors ASKED = BASE.rows(Arrays.copyOf(ROWS, QUERIES));

  private static int[] rows() {
    int[] rows = IntStream.range(0, COUNT).toArray();
    new Seed(5).shuffle(rows);
    return rows;
  }

  /** By row; every third is a duplicate, so ties lie in different cells. */
  private static Vectors base() {
    SplittableRandom random = new Seed(9).generator();
    float[] values = new float[COUNT * DIM];
    for (int row = 0; row < COUNT; row++) {
      for (int i = 0; i < DIM; i++) {
        values[row * DIM + i] =
            row % 3 == 2 ? values[(row / 2) * DIM + i] : (float) random.nextGaussian();
      }
    }
    return new Vectors(DIM, values);
  }

  private static int cellOf(int row) {
    int place = IntStream.range(0, COUNT).filter(i -> ROWS[i] == row).findFirst().orElseThrow();
    return IntStream.range(0, CELLS).filter(c -> place < STARTS[c + 1]).findFirst().orElseThrow();
  }

  /** Each query probes some of the cells. */
  private static Neighbours probes(int each) {
    int[] probes = new int[QUERIES * each];
    for (int query = 0; query < QUERIES; query++) {
      int[] order = IntStream.range(0, CELLS).toArray();
      new Seed(4).derive(query).shuffle(order);
      System.arraycopy(order, 0, probes, query * each, each);
      if (query % 7 == 0) {
        Arrays.fill(probes, query * each + each / 2, (query + 1) * each, -1);
      }
    }
    return new Neighbours(each, probes, new float[probes.length]);
  }

  private static boolean probed(Neighbours probes, int query, int cell) {
    return IntStream.range(query * probes.k(), (query + 1) * probes.k())
        .anyMatch(i -> probes.indices()[i] == cell);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 10})
  void findsWhatAFullSortOfTheProbedVectorsWould(int each) {
    Neighbours probes = probes(each);
    int[] cells = IntStream.range(0, COUNT).map(TestProbedNeighbours::cellOf).toArray();
    Filter filter = (query, row) -> row != ROWS[query] && row % 11 != 3;
    for (int together : new int[] {7, 100, 8192}) {
      Neighbours found =
          new ProbedNeighbours(BASE.rows(ROWS), STARTS, ROWS, together)
              .search(ASKED, probes, K, filter);
      for (int query = 0; query < QUERIES; query++) {
        int asked = query;
        Neighbours expected =
            SlowNeighbours.within(
                BASE,
                ROWS[query],
                ROWS[query] + 1,
                K,
                (row, other) -> filter.admits(asked, other) && probed(probes, asked, cells[other]));
        equal(found, query, expected);
      }
    }
  }

  private static void equal(Neighbours found, int query, Neighbours expected) {
    int k = found.k();
    assertThat(Arrays.copyOfRange(found.indices(), query * k, (query + 1) * k))
        .isEqualTo(expected.indices());
    assertThat(Arrays.copyOfRange(found.squaredDistances(), query * k, (query + 1) * k))
        .isEqualTo(expected.squaredDistances());
  }

  /** Moves every vector from one on, by as much in each dimension. */
  private static Vectors moved(Vectors vectors, int from, float by) {
    float[] values = vectors.values().clone();
    for (int i = from * DIM; i < values.length; i++) {
      values[i] += by;
    }
    return new Vectors(DIM, values);
  }

  /**
   * Cells are centred on the mean of the queries, wherever those lie. The room in which the nearest
   * are gathered depends on k.
   */
  @ParameterizedTest
  @CsvSource({"1, 0, 0", "16, 0, 0", "40, 0, 0", "9, 1000, 0", "9, 0, 1000", "40, -500, 3000"})
  void itIsExactForAnyKAndHoweverFarQueriesAndCellsLie(int k, float away, float apart) {
    Vectors asked = moved(ASKED, 0, away);
    Vectors base = moved(BASE, COUNT / 2, apart);
    Neighbours probes = probes(8);
    int[] cells = IntStream.range(0, COUNT).map(TestProbedNeighbours::cellOf).toArray();
    Filter filter = (query, row) -> row != ROWS[query];
    Neighbours found =
        new ProbedNeighbours(base.rows(ROWS), STARTS, ROWS).search(asked, probes, k, filter);
    for (int query = 0; query < QUERIES; query++) {
      Neighbours expected =
          SlowNeighbours.search(
              base,
              asked,
              query,
              query + 1,
              k,
              (one, row) -> filter.admits(one, row) && probed(probes, one, cells[row]));
      equal(found, query, expected);
    }
  }

  private static Vectors with(Vectors vectors, int row, float value) {
    float[] values = vectors.values().clone();
    values[row * DIM] = value;
    return new Vectors(DIM, values);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, 0x1p58f})
  void refusesAQueryThatMeansNothing(float value) {
    ProbedNeighbours probed = new ProbedNeighbours(BASE.rows(ROWS), STARTS, ROWS);
    assertThatThrownBy(() -> probed.search(with(ASKED, 17, value), probes(8), K, Filter.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Query 17 is not finite or is over 10^17 long, so distances to it mean nothing; look"
                + " for a training run that diverged");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -0x1p58f})
  void refusesAVectorThatMeansNothingByItsRow(float value) {
    Vectors base = with(BASE, 123, value);
    ProbedNeighbours probed = new ProbedNeighbours(base.rows(ROWS), STARTS, ROWS);
    assertThatThrownBy(() -> probed.search(ASKED, probes(10), K, Filter.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The vector of row 123 is not finite, or is over 2 x 10^17 from the mean of the"
                + " queries, so distances to it mean nothing; look for a training run that"
                + " diverged");
  }

  @Test
  void memoryOfAQueryIsThatOfItsRoom() {
    assertThat(NearestKept.bytes(1)).isEqualTo(84);
    assertThat(NearestKept.bytes(15)).isEqualTo(8 * 15 + 76);
    assertThat(NearestKept.bytes(16)).isEqualTo(12 * 16 + 12);
    assertThat(NearestKept.bytes(40)).isEqualTo(12 * 40 + 12);
    assertThat(ProbedNeighbours.bytes(256, 1, 8)).isEqualTo(4 * 256 + 16 + 4 * 8 + 84);
    assertThat(ProbedNeighbours.bytes(256, 100, 8)).isEqualTo(4 * 256 + 20 * 100 + 4 * 8 + 20);
  }

  @Test
  void neitherTheOtherQueriesNorTheOrderOfCellsMatter() {
    Neighbours probes = probes(6);
    Neighbours whole =
        new ProbedNeighbours(BASE.rows(ROWS), STARTS, ROWS).search(ASKED, probes, K, Filter.all());
    int each = probes.k();
    int[] part = Arrays.copyOfRange(probes.indices(), 100 * each, 103 * each);
    Neighbours some =
        new ProbedNeighbours(BASE.rows(ROWS), STARTS, ROWS)
            .search(
                ASKED.slice(100, 103),
                new Neighbours(each, part, new float[part.length]),
                K,
                Filter.all());
    assertThat(some.indices()).isEqualTo(Arrays.copyOfRange(whole.indices(), 100 * K, 103 * K));
    assertThat(some.squaredDistances())
        .isEqualTo(Arrays.copyOfRange(whole.squaredDistances(), 100 * K, 103 * K));
    int[] backwards = new int[COUNT];
    int[] starts = new int[CELLS + 1];
    for (int cell = CELLS - 1; cell >= 0; cell--) {
      int at = CELLS - 1 - cell;
      int size = STARTS[cell + 1] - STARTS[cell];
      System.arraycopy(ROWS, STARTS[cell], backwards, starts[at], size);
      starts[at + 1] = starts[at] + size;
    }
    int[] mirrored =
        Arrays.stream(probes.indices()).map(cell -> cell < 0 ? -1 : CELLS - 1 - cell).toArray();
    Neighbours other =
        new ProbedNeighbours(BASE.rows(backwards), starts, backwards)
            .search(
                ASKED, new Neighbours(each, mirrored, new float[mirrored.length]), K, Filter.all());
    assertThat(other.indices()).isEqualTo(whole.indices());
    assertThat(other.squaredDistances()).isEqualTo(whole.squaredDistances());
  }

  /** Enough queries for each cell that the nearest come first; a cell larger than a product. */
  @Test
  void nearestCellsFirstChangesNothing() {
    int count = 3000;
    SplittableRandom random = new Seed(1).generator();
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Vectors base = new Vectors(DIM, values);
    int[] starts = {0, 100, 200, 300, 400, 500, 600, 2900, 3000};
    int[] probes = new int[1000 * 8];
    Arrays.setAll(probes, i -> (i / 8 + i) % 8);
    Neighbours found =
        new ProbedNeighbours(base, starts, IntStream.range(0, count).toArray())
            .search(
                base.slice(0, 1000),
                new Neighbours(8, probes, new float[probes.length]),
                K,
                (query, row) -> query != row);
    Neighbours expected = SlowNeighbours.within(base, 0, 50, K);
    assertThat(Arrays.copyOf(found.indices(), 50 * K)).isEqualTo(expected.indices());
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      Neighbours all = exact.searchSelf(0, 1000, K);
      assertThat(found.indices()).isEqualTo(all.indices());
      assertThat(found.squaredDistances()).isEqualTo(all.squaredDistances());
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new ProbedNeighbours(BASE, new int[] {0, 3}, ROWS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cells of 3 vectors with 500 rows do not describe the 500 vectors given; pass the"
                + " vectors that the cells were made of");
    ProbedNeighbours probed = new ProbedNeighbours(BASE, STARTS, ROWS);
    assertThatThrownBy(
            () -> probed.search(new Vectors(1, new float[1]), probes(1), K, Filter.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Queries of 1 floats cannot be searched among vectors of 5");
    assertThatThrownBy(() -> probed.search(ASKED, probes(1), 0, Filter.all()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot find k = 0 neighbours of 300 queries");
    assertThatThrownBy(() -> new NearestKept(3_000_000, 512))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot find k = 512 neighbours of 3000000 queries at once: a search needs room for 768"
                + " of each, and for fewer than 2^31 in all; search for fewer queries at once");
  }
}
