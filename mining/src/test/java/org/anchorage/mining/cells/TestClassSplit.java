/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestClassSplit {

  private static final Corpora.Labelled IMAGES = Corpora.of(900, 12, 1);
  private static final ClassSplit SPLIT = new ClassSplit(40, new Seed(3));

  @Test
  void cellsNeverCrossAClassAndHoldEveryRowOnce() {
    Cells cells = Cells.of(IMAGES.split(SPLIT));
    assertThat(cells.rows()).containsExactlyInAnyOrder(IntStream.range(0, 900).toArray());
    assertThat(cells.vectors()).isEqualTo(900);
    for (int place = 0; place < 900; place++) {
      int cell = cells.cellAt(place);
      assertThat(place).isBetween(cells.starts()[cell], cells.starts()[cell + 1] - 1);
      assertThat(cells.labelAt(place)).isEqualTo(IMAGES.labels()[cells.rows()[place]]);
      assertThat(cells.cellsOfRows()[cells.rows()[place]]).isEqualTo(cell);
    }
    assertThat(cells.labels()).isSorted();
  }

  @Test
  void smallClassesAreOneCellAndLargeOnesAbout() {
    for (ClassCells one : IMAGES.split(SPLIT)) {
      int size = one.rows().length;
      if (size <= 40) {
        assertThat(one.sizes()).containsExactly(size);
      } else {
        assertThat(one.sizes().length).isBetween(2, (size - 1) / 40 + 1);
        assertThat(one.sizes()).doesNotContain(0);
      }
    }
  }

  @Test
  void centroidsAreMeans() {
    Cells cells = Cells.of(IMAGES.split(SPLIT));
    for (int cell = 0; cell < cells.count(); cell++) {
      int[] rows = Arrays.copyOfRange(cells.rows(), cells.starts()[cell], cells.starts()[cell + 1]);
      for (int i = 0; i < Corpora.DIM; i++) {
        int at = i;
        double mean =
            Arrays.stream(rows)
                .mapToDouble(row -> IMAGES.vectors().row(row)[at])
                .average()
                .orElseThrow();
        assertThat(cells.centroids().row(cell)[i]).isCloseTo((float) mean, within(1e-6f));
      }
    }
  }

  @Test
  void theSeedDecidesAndTheOrderOfClassesDoesNot() {
    List<ClassCells> classes = IMAGES.split(SPLIT);
    Cells cells = Cells.of(classes);
    Collections.reverse(classes);
    Cells reversed = Cells.of(classes);
    assertThat(reversed.rows()).isEqualTo(cells.rows());
    assertThat(reversed.starts()).isEqualTo(cells.starts());
    assertThat(reversed.centroids().values()).isEqualTo(cells.centroids().values());
    assertThat(Cells.of(IMAGES.split(new ClassSplit(40, new Seed(4)))).rows())
        .isNotEqualTo(cells.rows());
  }

  /** More different vectors than the sample, read in several pieces. */
  @Test
  void aLargeClassIsDividedByASample() {
    Corpora.Labelled many = Corpora.of(30_000, 9, 2);
    int[] rows = many.rowsOf(3);
    ClassCells cells = new ClassSplit(3200, new Seed(1)).split(3, many.vectors().rows(rows), rows);
    assertThat(cells.sizes()).hasSize(4);
    assertThat(cells.rows()).containsExactlyInAnyOrder(rows);
    // Each vector is in the cell of its nearest centroid, but for those near a border.
    int place = 0;
    int right = 0;
    for (int cell = 0; cell < 4; cell++) {
      for (int i = 0; i < cells.sizes()[cell]; i++) {
        int row = cells.rows()[place++];
        int nearest = 0;
        for (int other = 1; other < 4; other++) {
          nearest =
              many.vectors().squaredDistance(row, cells.centroids(), other)
                      < many.vectors().squaredDistance(row, cells.centroids(), nearest)
                  ? other
                  : nearest;
        }
        right += nearest == cell ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(rows.length * 9 / 10);
  }

  @Test
  void equalVectorsShareACell() {
    ClassCells cells =
        new ClassSplit(2, new Seed(1))
            .split(1, new Vectors(2, new float[20]), IntStream.range(0, 10).toArray());
    assertThat(cells.sizes()).containsExactly(10);
  }

  @Test
  void refusesWhatIsNoClass() {
    assertThatThrownBy(() -> new ClassSplit(0, new Seed(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A cell cannot have 0 vectors; it needs at least 1");
    assertThatThrownBy(() -> SPLIT.split(7, IMAGES.vectors(), new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Class 7 has 900 vectors and 1 rows; pass at least one vector, and its row with each");
    assertThatThrownBy(() -> Cells.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are no classes to make cells of; pass at least one");
  }
}
