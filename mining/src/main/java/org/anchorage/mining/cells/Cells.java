/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.anchorage.core.vectors.Vectors;

/**
 * The cells of a corpus, in the order of their classes. A vector's place is its number when the
 * vectors lie cell by cell. Immutable; 4 dim + 8 bytes a cell and 4 a vector.
 *
 * @param labels class of each cell, ascending
 * @param starts cells + 1 places: a cell's vectors lie from its start (included) to the next
 * @param rows row of the vector at each place
 * @param centroids mean of each cell
 */
public record Cells(int[] labels, int[] starts, int[] rows, Vectors centroids)
    implements Serializable {

  /**
   * Joins the cells of all classes.
   *
   * @param classes at least one, in any order, each once
   */
  public static Cells of(List<ClassCells> classes) {
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(
          "There are no classes to make cells of; pass at least one");
    }
    List<ClassCells> sorted =
        classes.stream().sorted(Comparator.comparingInt(ClassCells::label)).toList();
    int cells = sorted.stream().mapToInt(one -> one.sizes().length).sum();
    int vectors = sorted.stream().mapToInt(one -> one.rows().length).reduce(0, Math::addExact);
    int dim = sorted.get(0).centroids().dim();
    int[] labels = new int[cells];
    int[] starts = new int[cells + 1];
    int[] rows = new int[vectors];
    float[] centroids = new float[Math.multiplyExact(cells, dim)];
    int cell = 0;
    int place = 0;
    for (ClassCells one : sorted) {
      System.arraycopy(one.rows(), 0, rows, place, one.rows().length);
      System.arraycopy(
          one.centroids().values(), 0, centroids, cell * dim, one.centroids().values().length);
      for (int size : one.sizes()) {
        labels[cell] = one.label();
        place += size;
        starts[++cell] = place;
      }
    }
    return new Cells(labels, starts, rows, new Vectors(dim, centroids));
  }

  /** Returns how many cells there are. */
  public int count() {
    return labels.length;
  }

  /** Returns how many vectors are in the cells. */
  public int vectors() {
    return rows.length;
  }

  /** Returns the cell of the vector at a place. */
  public int cellAt(int place) {
    int at = Arrays.binarySearch(starts, place);
    // Cells are never empty, so no two start at one place.
    return at >= 0 ? at : -at - 2;
  }

  /** Returns the class of the vector at a place. */
  public int labelAt(int place) {
    return labels[cellAt(place)];
  }

  /** Returns the cell of each row, 4 bytes a row up to the highest; -1 for rows that have none. */
  public int[] cellsOfRows() {
    int[] cells = new int[Arrays.stream(rows).max().orElse(-1) + 1];
    Arrays.fill(cells, -1);
    for (int cell = 0; cell < count(); cell++) {
      for (int place = starts[cell]; place < starts[cell + 1]; place++) {
        cells[rows[place]] = cell;
      }
    }
    return cells;
  }

  /** Returns the first cell of a class; if the class has none, where it would be. */
  int firstOf(int label) {
    int low = 0;
    int high = labels.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (labels[middle] < label) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
