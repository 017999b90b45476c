/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.products.BlockProducts;
import org.anchorage.mining.products.CentredBase;
import org.anchorage.mining.products.CentredQueries;
import org.anchorage.mining.products.ProductMemory;

/**
 * Compares one cell after another with the queries that probe it, in memory that is used again. Not
 * thread-safe.
 */
final class ProbedScan implements AutoCloseable {

  /** Vectors of a product, at most. */
  static final int COLUMNS = ExactNeighbours.COLUMNS;

  private final CentredQueries queries;
  private final NearestKept kept;
  private final Filter filter;
  private final ProductMemory memory;
  private ProbingRow[] near = new ProbingRow[0];

  /**
   * Makes room.
   *
   * @param queries all of them
   * @param kept receives the nearest of each
   * @param filter says which rows may be neighbours of a query
   */
  ProbedScan(Vectors queries, NearestKept kept, Filter filter) {
    this.queries = new CentredQueries(queries);
    this.kept = kept;
    this.filter = filter;
    this.memory = new ProductMemory(queries.dim(), ExactNeighbours.ROWS, COLUMNS);
  }

  /**
   * Compares a cell with the queries that probe it.
   *
   * @param piece vectors of the cell, {@link #COLUMNS} at most
   * @param rows of these vectors
   */
  void meet(Probers probers, int cell, Vectors piece, int[] rows) {
    int[] numbers =
        Arrays.copyOfRange(probers.queries(), probers.starts()[cell], probers.starts()[cell + 1]);
    try (CentredBase base = new CentredBase(piece, rows, queries, memory)) {
      meet(new ProbingRow.Meeting(queries.queries(), numbers, base, rows));
    }
  }

  private void meet(ProbingRow.Meeting meeting) {
    Vectors all = meeting.queries();
    int count = meeting.numbers().length;
    QueryBlocks even = QueryBlocks.of(all, 0, count, ExactNeighbours.ROWS);
    QueryBlocks blocks = new QueryBlocks(all, 0, count, memory.rows(even.rows()));
    ProbingRow[] receivers = near(meeting);
    blocks.scan(
        meeting.cell(),
        BlockProducts.of(meeting.cell(), queries, meeting.numbers(), blocks.rows(), memory),
        List.<Near[]>of(receivers),
        (row, query) -> receivers[row].finish());
  }

  private ProbingRow[] near(ProbingRow.Meeting meeting) {
    if (near.length == 0) {
      near = new ProbingRow[ExactNeighbours.ROWS];
      Arrays.setAll(near, row -> new ProbingRow(meeting, kept, filter));
    }
    for (ProbingRow row : near) {
      row.join(meeting);
    }
    return near;
  }

  @Override
  public void close() {
    memory.close();
  }
}
