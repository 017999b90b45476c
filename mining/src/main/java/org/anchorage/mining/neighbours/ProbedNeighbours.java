/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * The nearest vectors among the cells that each query probes, as in an inverted file (J&eacute;gou,
 * Douze, Schmid 2011). The search is exact within them: it finds what a full sort of the probed
 * vectors would, with the distances of {@link SearchKind#EXACT}, ties by row. So the result depends
 * neither on what else is searched for, nor on the order of cells. If every query probes every
 * cell, it is that of an exact search, to the bit.
 *
 * <p>Cells are read in order, neighbouring ones together. The queries that probe a cell are
 * gathered and multiplied with it; products in single precision and bounds on their error tell
 * which few vectors are measured in double precision. A cell that no query probes is skipped. If
 * there are queries enough, their nearest cells come first, and then everything is read a second
 * time for the others.
 *
 * <p>Cost: 2 x dim operations for each pair of a query and a vector that it probes, and some 20
 * &micro;s for each cell. Products are fast if a cell is probed by a hundred queries and more, so
 * pass many queries at once. Memory: {@link #bytes} for a query, 4 bytes a cell, and 56 KB x dim +
 * 2 MB for what is read and multiplied.
 *
 * <p>Thread-safe if the source is.
 */
public final class ProbedNeighbours {

  /** Vectors read together, at most; a larger cell is searched in pieces of as many. */
  static final int TOGETHER = 8192;

  /** Vectors of cells that no query probes, which are read rather than passed over, at most. */
  private static final int GAP = 256;

  /** Queries for each cell that are worth a product. */
  private static final int WORTHWHILE = 64;

  private final VectorSource base;
  private final int[] starts;
  private final int[] rows;
  private final int together;

  /**
   * Describes a base that lies cell by cell.
   *
   * @param base the vectors, in the order of cells
   * @param starts cells + 1 indices: the vectors of a cell lie from its start (included) to the
   *     next
   * @param rows number of each vector, by which it is found; not negative
   * @throws IllegalArgumentException if the numbers of vectors differ
   */
  public ProbedNeighbours(VectorSource base, int[] starts, int[] rows) {
    this(base, starts, rows, TOGETHER);
  }

  /** For tests: reads fewer vectors together. */
  ProbedNeighbours(VectorSource base, int[] starts, int[] rows, int together) {
    if (starts[starts.length - 1] != base.count() || rows.length != base.count()) {
      throw new IllegalArgumentException(
          "Cells of "
              + starts[starts.length - 1]
              + " vectors with "
              + rows.length
              + " rows do not describe the "
              + base.count()
              + " vectors given; pass the vectors that the cells were made of");
    }
    this.base = base;
    this.starts = starts;
    this.rows = rows;
    this.together = together;
  }

  /**
   * Returns the nearest vectors of the cells that each query probes.
   *
   * @param queries of the base's dim
   * @param probes the cells of each query, each once, the most promising first; -1 where it probes
   *     fewer. Distances are not read
   * @param k neighbours of each, at least 1
   * @param filter says which rows may be neighbours of a query
   * @return neighbours by their rows
   * @throws IllegalArgumentException if the dim is another, k is under 1, a query is not finite or
   *     longer than 10^17, a vector is not finite or more than 2 x 10^17 from the queries' mean, or
   *     queries x (k + the larger of 8 and k / 2) is over 2^31 - 9
   */
  public Neighbours search(Vectors queries, Neighbours probes, int k, Filter filter) {
    Requests.requireDim(queries, base.dim());
    NearestKept kept = new NearestKept(queries.count(), k);
    int nearest = nearest(queries.count(), probes.k(), k);
    try (ProbedScan scan = new ProbedScan(queries, kept, filter)) {
      scan(Probers.of(probes, cells(), 0, nearest), scan);
      if (nearest < probes.k()) {
        scan(Probers.of(probes, cells(), nearest, probes.k()), scan);
      }
    }
    return kept.neighbours();
  }

  /**
   * Returns the memory of a query, in bytes, its neighbours included: 4 dim + 20 k + 4 probes + 20,
   * or 4 dim + 16 k + 4 probes + 84 for a k under 16.
   *
   * @param probes cells that it probes
   */
  public static long bytes(int dim, int k, int probes) {
    return 4L * dim + 8 + NearestKept.bytes(k) + 8L * k + 4L * probes;
  }

  private int cells() {
    return starts.length - 1;
  }

  /**
   * Returns how many of its probes, the nearest, a query makes first. The vectors found there rule
   * most others out before they are measured. It is not worth the while if that leaves few queries
   * for each cell.
   */
  private int nearest(int queries, int probes, int k) {
    double nearest = Math.ceil(2.0 * k * cells() / base.count());
    return 2 * nearest <= probes && queries * nearest >= WORTHWHILE * (double) cells()
        ? (int) nearest
        : probes;
  }

  private void scan(Probers probers, ProbedScan scan) {
    int cell = 0;
    while (cell < cells()) {
      if (probers.any(cell) && starts[cell + 1] > starts[cell]) {
        int end = stretch(probers, cell);
        scan(probers, cell, end, scan);
        cell = end;
      } else {
        cell++;
      }
    }
  }

  /** Returns the end of the cells that are read together with one. */
  private int stretch(Probers probers, int cell) {
    int end = cell + 1;
    for (int next = end; next < cells(); next++) {
      if (starts[next + 1] - starts[cell] > together || starts[next] - starts[end] > GAP) {
        break;
      }
      if (probers.any(next)) {
        end = next + 1;
      }
    }
    return end;
  }

  /** Searches neighbouring cells, a piece of memory at a time. */
  private void scan(Probers probers, int cell, int end, ProbedScan scan) {
    for (int from = starts[cell]; from < starts[end]; ) {
      int to = from + Math.min(together, starts[end] - from);
      Vectors read = base.read(from, to);
      for (int i = cell; i < end; i++) {
        int last = Math.min(starts[i + 1], to);
        if (probers.any(i)) {
          for (int first = Math.max(starts[i], from); first < last; ) {
            int next = Math.min(last, first + ProbedScan.COLUMNS);
            Vectors piece = read.slice(first - from, next - from);
            scan.meet(probers, i, piece, Arrays.copyOfRange(rows, first, next));
            first = next;
          }
        }
      }
      from = to;
    }
  }
}
