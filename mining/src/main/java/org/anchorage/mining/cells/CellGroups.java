/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.io.Serializable;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;

/**
 * Cells grouped by k-means over their centroids, so that the nearest cells of an image are sought
 * in its nearest groups only. With one group, they are sought among all cells. Immutable; 4 bytes a
 * cell and 4 dim a group.
 *
 * @param centres of the groups
 * @param starts groups + 1 indices into {@code cells}
 * @param cells of all groups, group after group
 * @param probed groups in which the nearest cells are sought
 */
public record CellGroups(Vectors centres, int[] starts, int[] cells, int probed)
    implements Serializable {

  /** Up to this many cells, all of them are compared, which takes little then. */
  public static final int FEW = 4096;

  /**
   * Groups sought in. With more, fewer of the nearest cells are missed, and an image is compared
   * with more centroids.
   */
  public static final int PROBED = 96;

  /**
   * Groups cells: all in one group if they are few, otherwise in 2 x sqrt(cells) groups. Of 50,000
   * cells, an image is then compared with some 450 groups and 10,700 centroids.
   *
   * @param seed of k-means
   */
  public static CellGroups of(Cells cells, Seed seed) {
    int groups = cells.count() <= FEW ? 1 : (int) Math.round(2 * Math.sqrt(cells.count()));
    return of(cells, groups, PROBED, seed);
  }

  /**
   * Groups cells.
   *
   * @param groups at most, from 1 to the number of cells
   * @param probed groups sought in; if there are fewer, all are
   * @param seed of k-means
   */
  public static CellGroups of(Cells cells, int groups, int probed, Seed seed) {
    SampledMeans.Clusters clusters = SampledMeans.of(cells.centroids(), groups, seed);
    int[] starts = new int[clusters.sizes().length + 1];
    for (int group = 0; group < clusters.sizes().length; group++) {
      starts[group + 1] = starts[group] + clusters.sizes()[group];
    }
    return new CellGroups(
        clusters.centroids(), starts, clusters.order(), Math.min(probed, starts.length - 1));
  }
}
