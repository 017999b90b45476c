/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.ProbedNeighbours;
import org.anchorage.mining.neighbours.SearchKind;

/**
 * The order in which an image probes cells: by the distance of their centroids, in the image's
 * nearest groups of cells ({@link CellGroups}). The order does not depend on how many are asked
 * for, so the first p of a longer order are what an image with p probes looks at.
 *
 * <p>Cost: 2 x dim x (groups + probed groups x cells / groups) operations for each image, and as
 * many distances in double precision as its own class has cells. Memory: 8 dim bytes a cell and 12
 * dim a group. Thread-safe, but {@link #close} must not run beside other calls.
 */
public final class CellOrder implements AutoCloseable {

  private final Cells cells;
  private final CellGroups groups;
  private final NeighbourSearch nearestGroups;
  private final ProbedNeighbours centroids;

  /** Prepares the order. */
  public CellOrder(Cells cells, CellGroups groups) {
    this.cells = cells;
    this.groups = groups;
    this.nearestGroups = SearchKind.EXACT.prepare(groups.centres());
    this.centroids =
        new ProbedNeighbours(
            cells.centroids().rows(groups.cells()), groups.starts(), groups.cells());
  }

  /**
   * Returns the nearest cells of other classes than each query's, never of its own.
   *
   * @param labels class of each query
   * @param p cells of each, at least 1; a row ends in -1 if its groups hold fewer
   */
  public Neighbours others(Vectors queries, int[] labels, int p) {
    int most = Math.min(p, cells.count());
    Filter others = (query, cell) -> cells.labels()[cell] != labels[query];
    return centroids.search(queries, nearestGroups.search(queries, groups.probed()), most, others);
  }

  /**
   * Returns the cells of each query's own class: all of them if they are {@code most} or fewer,
   * otherwise the nearest.
   *
   * @param labels class of each query
   * @param most cells of each, at least 1
   */
  public Neighbours own(Vectors queries, int[] labels, int most) {
    int[] indices = new int[Math.multiplyExact(queries.count(), most)];
    float[] distances = new float[indices.length];
    Arrays.fill(indices, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    for (int query = 0; query < queries.count(); query++) {
      int first = cells.firstOf(labels[query]);
      int end = cells.firstOf(labels[query] + 1);
      long[] order = new long[end - first];
      for (int cell = first; cell < end; cell++) {
        float distance = (float) queries.squaredDistance(query, cells.centroids(), cell);
        order[cell - first] = (long) Float.floatToIntBits(distance) << 32 | cell;
      }
      Arrays.sort(order);
      for (int i = 0; i < Math.min(most, order.length); i++) {
        indices[query * most + i] = (int) order[i];
        distances[query * most + i] = Float.intBitsToFloat((int) (order[i] >>> 32));
      }
    }
    return new Neighbours(most, indices, distances);
  }

  /** Frees what was prepared; later calls are refused. */
  @Override
  public void close() {
    nearestGroups.close();
  }
}
