/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cluster.KMeans;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/**
 * k-means of vectors that need not fit in memory: centres are made of a sample ({@link KMeans}),
 * then each vector goes to its nearest centre, exactly. Clusters that get no vector are dropped.
 *
 * <p>Deterministic; one thread. Memory: the sample twice, and {@link #TOGETHER} vectors; 4 bytes a
 * vector.
 */
public final class SampledMeans {

  /**
   * Vectors sampled for each cluster; more make centres hardly better (faiss takes 256 at most).
   */
  public static final int SAMPLED = 64;

  /** Vectors read at once. */
  public static final int TOGETHER = 8192;

  /**
   * Clusters of the vectors.
   *
   * @param assignments the cluster of each vector
   * @param sizes vectors of each cluster, none zero
   * @param centroids mean of all vectors of each cluster
   */
  public record Clusters(int[] assignments, int[] sizes, Vectors centroids) {

    /** Returns the vectors in the order of clusters, ascending within one. */
    public int[] order() {
      int[] next = new int[sizes.length];
      for (int cluster = 1; cluster < next.length; cluster++) {
        next[cluster] = next[cluster - 1] + sizes[cluster - 1];
      }
      int[] order = new int[assignments.length];
      for (int i = 0; i < order.length; i++) {
        order[next[assignments[i]]++] = i;
      }
      return order;
    }
  }

  private SampledMeans() {}

  /**
   * Divides vectors into at most so many clusters.
   *
   * @param clusters at least 1, and at most as many as there are vectors
   */
  public static Clusters of(VectorSource vectors, int clusters, Seed seed) {
    return of(vectors, clusters, SAMPLED, seed);
  }

  /**
   * Divides vectors into at most so many clusters.
   *
   * @param clusters at least 1, and at most as many as there are vectors
   * @param sampled vectors sampled for each cluster, at least 1
   */
  public static Clusters of(VectorSource vectors, int clusters, int sampled, Seed seed) {
    int[] assignments = new int[vectors.count()];
    if (clusters > 1) {
      Vectors centres = centres(vectors, clusters, sampled, seed);
      try (NeighbourSearch nearest = SearchKind.EXACT.prepare(centres)) {
        forEachPiece(
            vectors,
            (piece, first) -> {
              int[] found = nearest.search(piece, 1).indices();
              System.arraycopy(found, 0, assignments, first, found.length);
            });
      }
    }
    return withMeans(vectors, assignments, clusters);
  }

  private static Vectors centres(VectorSource vectors, int clusters, int sampled, Seed seed) {
    int wanted = (int) Math.min(vectors.count(), (long) clusters * sampled);
    int[] rows = Sample.rows(vectors.count(), wanted, seed.derive("sample"));
    Vectors sample = Sample.read(vectors, rows, TOGETHER);
    int[] ofSample = new KMeans(clusters, 1).cluster(sample, seed.derive("k-means")).assignments();
    return withMeans(sample, ofSample, clusters).centroids();
  }

  private static Clusters withMeans(VectorSource vectors, int[] assignments, int clusters) {
    int[] sizes = new int[clusters];
    for (int cluster : assignments) {
      sizes[cluster]++;
    }
    int[] kept = new int[clusters];
    int used = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      kept[cluster] = used;
      used += sizes[cluster] > 0 ? 1 : 0;
    }
    Arrays.setAll(assignments, i -> kept[assignments[i]]);
    sizes = Arrays.stream(sizes).filter(size -> size > 0).toArray();
    return new Clusters(assignments, sizes, means(vectors, assignments, sizes));
  }

  private static Vectors means(VectorSource vectors, int[] assignments, int[] sizes) {
    int dim = vectors.dim();
    double[] sums = new double[Math.multiplyExact(sizes.length, dim)];
    forEachPiece(
        vectors,
        (piece, first) -> {
          float[] values = piece.values();
          for (int row = 0; row < piece.count(); row++) {
            int at = assignments[first + row] * dim;
            for (int i = 0; i < dim; i++) {
              sums[at + i] += values[row * dim + i];
            }
          }
        });
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (sums[i] / sizes[i / dim]);
    }
    return new Vectors(dim, means);
  }

  @FunctionalInterface
  private interface PieceTask {
    void run(Vectors piece, int first);
  }

  private static void forEachPiece(VectorSource vectors, PieceTask task) {
    for (int from = 0; from < vectors.count(); from += TOGETHER) {
      task.run(vectors.read(from, Math.min(vectors.count(), from + TOGETHER)), from);
    }
  }
}
