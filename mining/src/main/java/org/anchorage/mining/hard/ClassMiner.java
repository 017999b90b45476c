/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/**
 * Finds the classes that are most easily confused. Their centroids, the means of their
 * L2-normalised vectors, have the largest cosines. As in N-pair loss (Sohn 2016), hard classes are
 * found first, because classes are far fewer than images.
 *
 * <p>Labels are as in a catalogue, never negative. A class whose vectors cancel out has no
 * direction. It has no confusable classes, and no class is confusable with it.
 *
 * <p>Immutable and thread-safe. Takes 2 x classes&sup2; x dim operations.
 */
public final class ClassMiner {

  private final int confusable;

  /**
   * Makes a miner.
   *
   * @param confusable classes listed for each class, at least 1; more make larger groups possible
   * @throws IllegalArgumentException if under 1
   */
  public ClassMiner(int confusable) {
    if (confusable < 1) {
      throw new IllegalArgumentException(
          "Cannot list " + confusable + " confusable classes for each; ask for at least 1");
    }
    this.confusable = confusable;
  }

  /** Returns the confusable classes of each class in the sums of the whole corpus. */
  public ConfusableClasses mine(CentroidSums sums) {
    int[] labels = sums.labels();
    int[] others = new int[labels.length * confusable];
    float[] similarities = new float[others.length];
    Arrays.fill(others, -1);
    Arrays.fill(similarities, Float.NaN);
    int[] directed =
        IntStream.range(0, labels.length).filter(index -> !sums.isZero(index)).toArray();
    if (directed.length > 1) {
      Neighbours nearest = nearest(sums, directed);
      for (int i = 0; i < directed.length; i++) {
        for (int rank = 0; rank < nearest.k(); rank++) {
          int from = i * nearest.k() + rank;
          int to = directed[i] * confusable + rank;
          others[to] = labels[directed[nearest.indices()[from]]];
          similarities[to] = (float) (1 - nearest.squaredDistances()[from] / 2.0);
        }
      }
    }
    return new ConfusableClasses(labels, confusable, others, similarities);
  }

  private Neighbours nearest(CentroidSums sums, int[] classes) {
    float[] centroids = new float[classes.length * sums.dim()];
    for (int i = 0; i < classes.length; i++) {
      sums.centroid(classes[i], centroids, i * sums.dim());
    }
    Vectors unit = new Vectors(sums.dim(), centroids).normalised();
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(unit)) {
      return exact.searchSelf(0, classes.length, Math.min(confusable, classes.length - 1));
    }
  }
}
