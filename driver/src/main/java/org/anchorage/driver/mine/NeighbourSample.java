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
    List<Part> parts =
        stage.run(
            new NeighbourStage.Base(set, set.chosen(rows)),
            new OtherClasses(labels, own, k),
            done -> {});
    return of(rows, own, parts, set.dim(), k);
  }

  private static NeighbourSample of(int[] rows, int[] own, List<Part> parts, int dim, int k) {
    float[] vectors = new float[rows.length * dim];
    int[] indices = new int[rows.length * k];
    float[] distances = new float[indices.length];
    int done = 0;
    for (Part part : parts) {
      System.arraycopy(
          part.vectors().values(), 0, vectors, done * dim, part.vectors().count() * dim);
      System.arraycopy(
          part.neighbours().indices(), 0, indices, done * k, part.vectors().count() * k);
      System.arraycopy(
          part.neighbours().squaredDistances(), 0, distances, done * k, part.vectors().count() * k);
      done += part.vectors().count();
    }
    return new NeighbourSample(
        rows, own, new Vectors(dim, vectors), new Neighbours(k, indices, distances));
  }

  /**
   * What a task finds. It has read the vectors; if the driver read them, it would map every block.
   *
   * @param vectors of some of the sample
   * @param neighbours of these
   */
  private record Part(Vectors vectors, Neighbours neighbours) implements Serializable {}

  /**
   * Finds neighbours of other classes.
   *
   * @param labels of the base
   * @param own labels of the queries
   */
  private record OtherClasses(int[] labels, int[] own, int k) implements NeighbourStage.Task<Part> {

    @Override
    public Part run(NeighbourSearch prepared, NeighbourStage.Base base, int from, int to) {
      Vectors queries = base.queries().open().read(from, to);
      return new Part(
          queries, prepared.search(queries, (query, row) -> labels[row] != own[from + query], k));
    }
  }
}
