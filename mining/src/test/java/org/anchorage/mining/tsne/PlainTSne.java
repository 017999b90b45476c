/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tsne;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;

/** Slow twins: the cost as the paper writes it, over all pairs, and groups of points. */
final class PlainTSne {

  private PlainTSne() {}

  /** Returns p(ij) over all pairs. */
  static double[][] joint(Affinities affinities) {
    int points = affinities.points();
    double[][] joint = new double[points][points];
    for (int i = 0; i < points; i++) {
      for (int at = i * affinities.k(); at < (i + 1) * affinities.k(); at++) {
        int j = affinities.neighbours()[at];
        joint[i][j] += affinities.weights()[at] / (2.0 * points);
        joint[j][i] += affinities.weights()[at] / (2.0 * points);
      }
    }
    return joint;
  }

  /** Returns the divergence of P times the exaggeration from Q, up to what does not move. */
  static double cost(double[][] joint, double exaggeration, double[] x, double[] y) {
    double total = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        total += i == j ? 0 : near(x, y, i, j);
      }
    }
    double cost = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        if (i != j) {
          cost -= exaggeration * joint[i][j] * Math.log(near(x, y, i, j));
        }
      }
    }
    return cost + Math.log(total);
  }

  private static double near(double[] x, double[] y, int i, int j) {
    return 1 / (1 + Math.pow(x[i] - x[j], 2) + Math.pow(y[i] - y[j], 2));
  }

  /** Draws points about a centre for each group; point i is of group i % groups. */
  static Vectors groups(int groups, int each, int dim, double spread) {
    SplittableRandom random = new Seed(11).generator();
    double[] centres = random.doubles((long) groups * dim, -1, 1).toArray();
    float[] values = new float[groups * each * dim];
    for (int i = 0; i < values.length; i++) {
      int group = i / dim % groups;
      values[i] = (float) (centres[group * dim + i % dim] + spread * random.nextDouble(-1, 1));
    }
    return new Vectors(dim, values);
  }

  static Neighbours near(Vectors vectors, int k) {
    try (NeighbourSearch search = SearchKind.EXACT.prepare(vectors)) {
      return search.searchSelf(0, vectors.count(), k);
    }
  }

  /** Returns the first two coordinates of vectors. */
  static Vectors firstTwo(Vectors vectors) {
    float[] two = new float[2 * vectors.count()];
    for (int i = 0; i < two.length; i++) {
      two[i] = vectors.values()[i / 2 * vectors.dim() + i % 2];
    }
    return new Vectors(2, two);
  }
}
