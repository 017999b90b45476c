/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.cells.Sample;
import org.anchorage.mining.neighbours.NeighbourSearch;

/**
 * Some vectors with their exact neighbours of other classes, which an approximate search is
 * compared with.
 *
 * @param rows of the sample, ascending
 * @param labels of the sample
 * @param vectors of the sample, L2-normalised
 * @param neighbours exact ones of each
 */
record NeighbourSample(int[] rows, int[] labels, Vectors vectors, Neighbours neighbours)
    implements Serializable {

  /** Vectors of a sample. The error of a recall of 0.95 is then less than 0.01. */
  static final int SIZE = 1000;

  /**
   * Draws vectors, and finds their neighbours.
   *
   * @param set all vectors, L2-normalised
   * @param labels of all vectors
   * @param k neighbours of each
   */
  static NeighbourSample draw(NeighbourStage stage, VectorSet set, int[] labels, int k, Seed seed) {
    int[] rows = Sample.rows(labels.length, SIZE, seed);
    int[] own = Arrays.stream(rows).map(row -> labels[row]).toArray();
    VectorSet queries = set.chosen(rows);
    List<Neighbours> parts =
        stage.run(
            new NeighbourStage.Base(set, queries), new OtherClasses(labels, own, k), done -> {});
    return new NeighbourSample(rows, own, queries.whole(), joined(parts, k));
  }

  private static Neighbours joined(List<Neighbours> parts, int k) {
    int size = parts.stream().mapToInt(part -> part.indices().length).sum();
    int[] indices = new int[size];
    float[] distances = new float[size];
    int at = 0;
    for (Neighbours part : parts) {
      System.arraycopy(part.indices(), 0, indices, at, part.indices().length);
      System.arraycopy(part.squaredDistances(), 0, distances, at, part.indices().length);
      at += part.indices().length;
    }
    return new Neighbours(k, indices, distances);
  }

  /**
   * Finds neighbours of other classes.
   *
   * @param labels of the base
   * @param own labels of the queries
   */
  private record OtherClasses(int[] labels, int[] own, int k)
      implements NeighbourStage.Task<Neighbours> {

    @Override
    public Neighbours run(NeighbourSearch prepared, NeighbourStage.Base base, int from, int to) {
      return prepared.search(
          base.queries().open().read(from, to),
          (query, row) -> labels[row] != own[from + query],
          k);
    }
  }
}
