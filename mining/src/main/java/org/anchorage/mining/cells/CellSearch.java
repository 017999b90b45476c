/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.io.Serializable;
import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.ClassNeighbours;
import org.anchorage.mining.neighbours.ProbedNeighbours;

/**
 * Finds hard neighbours by cells: each anchor probes its nearest cells of other classes, and looks
 * for its nearest positive in its own. Neighbours that lie in other cells are missed. Those found
 * are measured as an exact search does, so both agree to the bit where they find the same.
 *
 * <p>The nearest positive is exact for a class of {@code own} cells or fewer. In a larger class it
 * is the nearest among the anchor's nearest own cells, so now and then a farther one, and the limit
 * on false negatives is then a little lower.
 *
 * <p>Deterministic: an anchor's result does not depend on which others are searched for. Cost: 2 x
 * dim operations for each pair of an anchor and a vector of a cell that it probes, and the order of
 * cells ({@link CellOrder}). Memory of a search: see {@link #bytes}. Thread-safe if the source is,
 * but {@link #close} must not run beside other calls.
 */
public final class CellSearch implements AutoCloseable {

  /**
   * How much an anchor looks at.
   *
   * @param others cells of other classes that it probes, at least 1
   * @param own cells of its own class in which its nearest positive is sought, at least 1
   */
  public record Probes(int others, int own) implements Serializable {

    /** Cells in which the nearest positive is sought by default. */
    public static final int OWN = 8;

    public Probes {
      if (others < 1 || own < 1) {
        throw new IllegalArgumentException(
            "An image cannot probe "
                + others
                + " cells of other classes and "
                + own
                + " of its own; it needs at least 1 of each");
      }
    }
  }

  private final Cells cells;
  private final CellOrder order;
  private final Probes probes;
  private final VectorSource arranged;
  private final ProbedNeighbours probed;

  /**
   * Prepares a search.
   *
   * @param arranged the vectors in the order of their places ({@link Cells#rows}); for cosines,
   *     L2-normalised, as centroids are of such vectors
   * @throws IllegalArgumentException if the cells are of another number of vectors
   */
  public CellSearch(Cells cells, CellGroups groups, VectorSource arranged, Probes probes) {
    this.cells = cells;
    this.probes = probes;
    this.arranged = arranged;
    this.probed = new ProbedNeighbours(arranged, cells.starts(), cells.rows());
    this.order = new CellOrder(cells, groups);
  }

  /**
   * Finds the neighbours of the vectors at some places.
   *
   * @param from first place
   * @param to the one after the last
   * @param k neighbours of other classes, at least 1
   */
  public ClassNeighbours find(int from, int to, int k) {
    int[] labels = new int[to - from];
    Arrays.setAll(labels, i -> cells.labelAt(from + i));
    int[] anchors = Arrays.copyOfRange(cells.rows(), from, to);
    return find(arranged.read(from, to), anchors, labels, k);
  }

  /**
   * Finds the neighbours of some anchors. An anchor is left out of its positives by its row.
   *
   * @param queries the anchors' vectors
   * @param anchors their rows; -1 for one that is not in the cells
   * @param labels their classes
   * @param k neighbours of other classes, at least 1
   */
  public ClassNeighbours find(Vectors queries, int[] anchors, int[] labels, int k) {
    Neighbours others =
        probed.search(
            queries, order.others(queries, labels, probes.others()), k, (query, row) -> true);
    Neighbours positives =
        probed.search(
            queries,
            order.own(queries, labels, probes.own()),
            1,
            (query, row) -> row != anchors[query]);
    return new ClassNeighbours(anchors, others, positives);
  }

  /**
   * Returns the memory of a search for some anchors at once, in bytes: for each 8 dim + 24 k + 28
   * (others + own) + 16 {@link CellGroups#PROBED} + 64 (20 k + 128 for a k under 16), and 56,000
   * dim + 2 MB for what is read. That is the anchors' own vectors, {@link ProbedNeighbours#bytes},
   * and what becomes of the neighbours found and of the order of cells. Beside that come the cells,
   * their order and the groups, which tasks may share: 12 dim + 12 a cell and 4 a vector.
   */
  public static long bytes(int anchors, int dim, int k, Probes probes) {
    int cells = probes.others() + probes.own();
    long each =
        4L * dim
            + ProbedNeighbours.bytes(dim, k, cells)
            + 4L * k
            + 24L * cells
            + 16L * CellGroups.PROBED
            + 44;
    return anchors * each + 56_000L * dim + (2L << 20);
  }

  @Override
  public void close() {
    order.close();
  }
}
