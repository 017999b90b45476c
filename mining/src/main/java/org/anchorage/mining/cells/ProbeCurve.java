/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.io.Serializable;
import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;

/**
 * Recall of neighbours of other classes, as a function of the cells probed. A search in cells finds
 * an exact neighbour if and only if its cell is probed: nothing nearer can push it out. So the
 * places of the neighbours' cells in the order of cells give the recall of every number of probes
 * at once. Curves of parts of a sample add up. Immutable; 8 bytes x probes.
 *
 * @param wanted exact neighbours of the sample
 * @param found those whose cell has this place in the order, from 0; others lie in cells beyond
 */
public record ProbeCurve(long wanted, long[] found) implements Serializable {

  /**
   * Counts the neighbours of a sample.
   *
   * @param exact nearest neighbours of other classes of some queries, by their rows
   * @param order the cells of these queries in the order of probing ({@link CellOrder#others}), as
   *     many as may be probed at most
   * @param cellsOfRows cell of each row ({@link Cells#cellsOfRows})
   */
  public static ProbeCurve of(Neighbours exact, Neighbours order, int[] cellsOfRows) {
    if (exact.queries() != order.queries()) {
      throw new IllegalArgumentException(
          exact.queries()
              + " queries with neighbours need an order of cells each, not "
              + order.queries());
    }
    long wanted = 0;
    long[] found = new long[order.k()];
    for (int i = 0; i < exact.indices().length; i++) {
      int row = exact.indices()[i];
      if (row >= 0) {
        wanted++;
        int place = place(order, i / exact.k(), cellsOfRows[row]);
        if (place >= 0) {
          found[place]++;
        }
      }
    }
    return new ProbeCurve(wanted, found);
  }

  private static int place(Neighbours order, int query, int cell) {
    for (int place = 0; place < order.k(); place++) {
      if (order.indices()[query * order.k() + place] == cell) {
        return place;
      }
    }
    return -1;
  }

  /** Returns the curve of both samples. */
  public ProbeCurve plus(ProbeCurve other) {
    if (other.found.length != found.length) {
      throw new IllegalArgumentException(
          "Curves of up to "
              + found.length
              + " and "
              + other.found.length
              + " probes do not add up; make both with the same number");
    }
    long[] both = new long[found.length];
    Arrays.setAll(both, place -> found[place] + other.found[place]);
    return new ProbeCurve(wanted + other.wanted, both);
  }

  /**
   * Returns the recall of a number of probes; of no neighbours, 1.
   *
   * @param probes from 0; more than the curve has are as good as its last
   */
  public double recall(int probes) {
    long sum = 0;
    for (int place = 0; place < Math.min(probes, found.length); place++) {
      sum += found[place];
    }
    return wanted == 0 ? 1 : (double) sum / wanted;
  }

  /**
   * Returns the fewest probes that reach a recall; if none do, as many as the curve has. Then
   * {@link #recall} says how far that is from the target.
   *
   * @param recall 0 to 1
   */
  public int probes(double recall) {
    long sum = 0;
    for (int place = 0; place < found.length; place++) {
      sum += found[place];
      if (sum >= recall * wanted) {
        return place + 1;
      }
    }
    return found.length;
  }
}
