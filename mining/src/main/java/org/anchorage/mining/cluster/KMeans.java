/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cluster;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/**
 * k-means: Lloyd's algorithm from centres seeded by k-means++ (Arthur, Vassilvitskii 2007). Of
 * several restarts it keeps the one with the least inertia, the first on a tie.
 *
 * <p>Deterministic: equal vectors, k, restarts and seed give equal clusters, on any machine. Each
 * vector goes to its nearest centre exactly ({@link SearchKind#EXACT}), ties to the lower cluster;
 * means and inertia are summed in double precision, in order of the vectors.
 *
 * <p>Stops when no vector moves, when an iteration lowers the inertia by less than {@link
 * #TOLERANCE} of it, or after {@link #MAX_ITERATIONS}. A cluster that becomes empty is seeded again
 * with the vector farthest from its centre (several with the next farthest, ties by index); it
 * stays empty if all vectors lie on centres, as with fewer different vectors than clusters.
 *
 * <p>One thread; vectors x k x dim operations for each iteration and for the seeding. Immutable and
 * thread-safe.
 */
public final class KMeans implements Serializable {

  private static final long serialVersionUID = 1;

  /** Most iterations of Lloyd's algorithm; it usually needs 10 to 40. */
  public static final int MAX_ITERATIONS = 100;

  /** Least relative decrease of the inertia that is worth another iteration. */
  public static final double TOLERANCE = 1e-4;

  private final int clusters;
  private final int restarts;

  /**
   * Describes a clustering.
   *
   * @param clusters k, at least 1; for NMI, the number of classes
   * @param restarts at least 1; each costs as much as the first. With more restarts, inertia and
   *     NMI depend less on the seed
   * @throws IllegalArgumentException if either is under 1
   */
  public KMeans(int clusters, int restarts) {
    if (clusters < 1 || restarts < 1) {
      throw new IllegalArgumentException(
          "Cannot make "
              + clusters
              + " clusters by "
              + restarts
              + " runs of k-means; ask for at least 1 of each");
    }
    this.clusters = clusters;
    this.restarts = restarts;
  }

  /**
   * Divides the vectors.
   *
   * @throws IllegalArgumentException if there are fewer vectors than clusters, or one is not finite
   */
  public Clustering cluster(Vectors vectors, Seed seed) {
    Clustering best = restart(vectors, seed, 0);
    for (int restart = 1; restart < restarts; restart++) {
      best = better(best, restart(vectors, seed, restart));
    }
    return best;
  }

  /** Returns the one of two clusterings with the least inertia, the first on a tie. */
  public static Clustering better(Clustering first, Clustering second) {
    return second.inertia() < first.inertia() ? second : first;
  }

  /**
   * Divides the vectors once. {@link #cluster} is the best of all restarts, so these may run apart.
   *
   * @param restart its number, from 0
   * @throws IllegalArgumentException if there are fewer vectors than clusters, or one is not finite
   */
  public Clustering restart(Vectors vectors, Seed seed, int restart) {
    if (vectors.count() < clusters) {
      throw new IllegalArgumentException(
          "Cannot make "
              + clusters
              + " clusters of "
              + vectors.count()
              + " vectors; ask for as many clusters at most");
    }
    return run(vectors, seed.derive(restart));
  }

  private Clustering run(Vectors vectors, Seed seed) {
    Vectors centres = new PlusPlusSeeding(vectors, clusters).centres(seed.generator());
    Neighbours nearest = nearest(vectors, centres);
    double inertia = inertia(nearest);
    int iterations = 1;
    while (iterations < MAX_ITERATIONS) {
      iterations++;
      Means means = Means.of(vectors, nearest, clusters);
      Neighbours next = nearest(vectors, means.centres());
      double nextInertia = inertia(next);
      boolean same = Arrays.equals(next.indices(), nearest.indices());
      boolean settled = inertia - nextInertia < TOLERANCE * inertia;
      if (nextInertia <= inertia) {
        nearest = next;
        inertia = nextInertia;
      }
      if (same || (settled && !means.seededAgain())) {
        break;
      }
    }
    return new Clustering(nearest.indices(), inertia, iterations);
  }

  private static Neighbours nearest(Vectors vectors, Vectors centres) {
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(centres)) {
      return exact.search(vectors, 1);
    }
  }

  private static double inertia(Neighbours nearest) {
    return IntStream.range(0, nearest.queries())
        .mapToDouble(i -> nearest.squaredDistances()[i])
        .reduce(0, Double::sum);
  }
}
