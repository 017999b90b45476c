/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cluster;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.vectors.Vectors;

/**
 * First centres by k-means++ (Arthur, Vassilvitskii 2007): the first at random, each further one
 * with a probability in proportion to its squared distance from the nearest so far. If all vectors
 * lie on centres, the remaining centres repeat the first vector.
 */
final class PlusPlusSeeding {

  private final Vectors vectors;
  private final int clusters;

  PlusPlusSeeding(Vectors vectors, int clusters) {
    this.vectors = vectors;
    this.clusters = clusters;
  }

  Vectors centres(SplittableRandom random) {
    int count = vectors.count();
    int dim = vectors.dim();
    float[] centres = new float[clusters * dim];
    int[] chosen = new int[clusters];
    int[] owner = new int[count];
    double[] nearest = new double[count];
    double[] between = new double[clusters];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int centre = 0; centre < clusters; centre++) {
      int row = centre == 0 ? random.nextInt(count) : draw(nearest, random);
      chosen[centre] = row;
      System.arraycopy(vectors.values(), row * dim, centres, centre * dim, dim);
      for (int other = 0; other < centre; other++) {
        between[other] = vectors.squaredDistance(row, vectors, chosen[other]);
      }
      for (int i = 0; i < count; i++) {
        // By the triangle inequality, a centre twice as far from the nearest one is no nearer.
        if (centre == 0 || between[owner[i]] < 4 * nearest[i]) {
          double squared = vectors.squaredDistance(i, vectors, row);
          if (squared < nearest[i]) {
            nearest[i] = squared;
            owner[i] = centre;
          }
        }
      }
    }
    return new Vectors(dim, centres);
  }

  private static int draw(double[] weights, SplittableRandom random) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double left = random.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }
}
