/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.products.CentredBase;

/**
 * Takes the vectors of one cell near a query, and measures those that may be among its nearest
 * while the cell is in memory. Not thread-safe; reused for the next query.
 */
final class ProbingRow implements Near {

  /** Vectors measured together: measuring four at a time is faster, and more keep a limit loose. */
  private static final int TOGETHER = 32;

  /**
   * Queries that probe a cell, and the cell.
   *
   * @param queries all of them
   * @param numbers of those that probe the cell
   * @param cell its vectors, prepared
   * @param rows of its vectors
   */
  record Meeting(Vectors queries, int[] numbers, CentredBase cell, int[] rows) {}

  private final NearestKept kept;
  private final Filter filter;
  private final int[] pending = new int[TOGETHER];
  private final double[] distances = new double[TOGETHER];
  private Meeting meeting;
  private int number;
  private double squaredLength;
  private float limit;
  private int size;

  /**
   * Makes room.
   *
   * @param meeting the first
   * @param kept receives what is measured
   * @param filter says which rows are measured
   */
  ProbingRow(Meeting meeting, NearestKept kept, Filter filter) {
    this.meeting = meeting;
    this.kept = kept;
    this.filter = filter;
  }

  /** Goes on with other queries and another cell. */
  void join(Meeting next) {
    meeting = next;
  }

  @Override
  public void begin(int query, double squaredLength) {
    this.number = meeting.numbers()[query];
    this.squaredLength = squaredLength;
    size = 0;
    tighten();
  }

  private void tighten() {
    float farthest = kept.farthest(number);
    double error = meeting.cell().error(squaredLength);
    limit =
        farthest == Float.POSITIVE_INFINITY
            ? Float.MAX_VALUE
            : Math.nextUp((float) (farthest - squaredLength + 2 * error));
  }

  @Override
  public float limit() {
    return limit;
  }

  @Override
  public void offer(int index, float value, double distance) {
    if (!filter.admits(number, meeting.rows()[index])) {
      return;
    }
    pending[size++] = index;
    if (size == TOGETHER) {
      finish();
    }
  }

  /** Measures the vectors offered. */
  void finish() {
    if (size == 0) {
      return;
    }
    meeting.queries().squaredDistances(number, meeting.cell().vectors(), pending, size, distances);
    for (int i = 0; i < size; i++) {
      kept.offer(number, (float) distances[i], meeting.rows()[pending[i]]);
    }
    size = 0;
    tighten();
  }
}
