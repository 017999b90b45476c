/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.mining.cells.CellGroups;
import org.anchorage.mining.cells.CellOrder;
import org.anchorage.mining.cells.Cells;
import org.anchorage.mining.cells.ClassCells;
import org.anchorage.mining.cells.ProbeCurve;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * Joins the cells of all classes, groups them, and says how many of them an image must probe. One
 * task does it: 24 x dim bytes a cell, and 12 bytes an image.
 *
 * @param file where cells and groups are written
 * @param seed of the groups
 * @param sample with its exact neighbours
 * @param recall that is aimed at
 */
record CellGrouping(CellFile file, Seed seed, NeighbourSample sample, double recall)
    implements Serializable {

  /** More probes than this are hardly faster than an exact search. */
  private static final int MOST_PROBES = 512;

  /**
   * What the driver needs to know of cells.
   *
   * @param cells how many there are
   * @param probes fewest that reach the recall on the sample
   * @param rows of the vectors, cell after cell; null if they are in that order already
   */
  record Grouped(int cells, int probes, int @Nullable [] rows) implements Serializable {}

  /** Groups the cells of all classes, and writes them. */
  Grouped group(JavaRDD<ClassCells> classes) {
    return classes.coalesce(1, true /* shuffle */).mapPartitions(this::group).first();
  }

  private Iterator<Grouped> group(Iterator<ClassCells> classes) {
    List<ClassCells> all = new ArrayList<>();
    classes.forEachRemaining(all::add);
    Cells cells = Cells.of(all);
    CellGroups groups = CellGroups.of(cells, seed);
    file.write(new CellFile.Content(cells, groups));
    int[] rows = cells.rows();
    boolean inOrder = IntStream.range(0, rows.length).allMatch(i -> rows[i] == i);
    return List.of(new Grouped(cells.count(), probes(cells, groups), inOrder ? null : rows))
        .iterator();
  }

  private int probes(Cells cells, CellGroups groups) {
    try (CellOrder order = new CellOrder(cells, groups)) {
      int most = Math.min(MOST_PROBES, cells.count());
      return ProbeCurve.of(
              sample.neighbours(),
              order.others(sample.vectors(), sample.labels(), most),
              cells.cellsOfRows())
          .probes(recall);
    }
  }
}
