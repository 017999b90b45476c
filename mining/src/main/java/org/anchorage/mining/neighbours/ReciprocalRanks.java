/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;

/**
 * Distances from a query that take into account which neighbours it shares with others:
 * k-reciprocal encoding (Zhong, Zheng, Cao, Li, CVPR 2017, section 3). Two vectors are reciprocal
 * neighbours if each is among the k1 nearest of the other. A vector's code says how near its
 * reciprocal neighbours are; codes are compared by Jaccard's distance.
 *
 * <p>Takes n&sup2; distances for n vectors, and 12 n&sup2; bytes. Immutable.
 */
public final class ReciprocalRanks {

  private final int count;
  private final int k1;

  /** Squared distances, each row divided by its largest; the paper's code does so. */
  private final float[][] distances;

  private final int[][] ranks;

  private ReciprocalRanks(Vectors vectors, int k1) {
    this.count = vectors.count();
    this.k1 = k1;
    this.distances = new float[count][count];
    this.ranks = new int[count][];
    for (int i = 0; i < count; i++) {
      float[] row = distances[i];
      float largest = 0;
      for (int j = 0; j < count; j++) {
        row[j] = (float) vectors.squaredDistance(i, vectors, j);
        largest = Math.max(largest, row[j]);
      }
      for (int j = 0; j < count && largest > 0; j++) {
        row[j] /= largest;
      }
      ranks[i] =
          IntStream.range(0, count)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> row[j]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
  }

  /**
   * Returns the distance from the first vector to each of the others: lambda x the squared
   * Euclidean distance, divided by the largest, plus (1 - lambda) x Jaccard's distance.
   *
   * @param vectors the query, then the candidates
   * @param k1 neighbours that must be mutual, at least 1
   * @param k2 neighbours whose codes are averaged, at least 1
   * @param lambda 0 to 1
   * @return one for each vector, the query's own first
   */
  public static double[] distances(Vectors vectors, int k1, int k2, double lambda) {
    ReciprocalRanks ranks = new ReciprocalRanks(vectors, k1);
    float[][] codes = new float[ranks.count][];
    Arrays.setAll(codes, ranks::code);
    double[] query = ranks.mean(codes, 0, k2);
    double[] distances = new double[ranks.count];
    for (int i = 0; i < distances.length; i++) {
      double common = 0;
      double[] other = ranks.mean(codes, i, k2);
      for (int j = 0; j < other.length; j++) {
        common += Math.min(query[j], other[j]);
      }
      double jaccard = 1 - common / (2 - common);
      distances[i] = lambda * ranks.distances[0][i] + (1 - lambda) * jaccard;
    }
    return distances;
  }

  /** Returns the code of a vector: exp(-distance) of its neighbours, with sum 1. */
  private float[] code(int i) {
    boolean[] reciprocal = reciprocal(i, k1);
    boolean[] all = reciprocal.clone();
    for (int near : ranks[i]) {
      if (reciprocal[near]) {
        expand(reciprocal, reciprocal(near, (int) Math.rint(k1 / 2.0)), all);
      }
    }
    float[] code = new float[count];
    double sum = 0;
    for (int j = 0; j < count; j++) {
      code[j] = all[j] ? (float) Math.exp(-distances[i][j]) : 0;
      sum += code[j];
    }
    for (int j = 0; j < count; j++) {
      code[j] /= (float) sum;
    }
    return code;
  }

  /** Adds the reciprocal neighbours of a neighbour if over two thirds of them are there already. */
  private static void expand(boolean[] reciprocal, boolean[] ofNeighbour, boolean[] all) {
    int size = 0;
    int common = 0;
    for (int j = 0; j < ofNeighbour.length; j++) {
      size += ofNeighbour[j] ? 1 : 0;
      common += ofNeighbour[j] && reciprocal[j] ? 1 : 0;
    }
    for (int j = 0; 3 * common > 2 * size && j < all.length; j++) {
      all[j] |= ofNeighbour[j];
    }
  }

  /** Returns which vectors are reciprocal neighbours; each is its own. */
  private boolean[] reciprocal(int i, int k) {
    boolean[] reciprocal = new boolean[count];
    int most = Math.min(count, k + 1);
    for (int a = 0; a < most; a++) {
      int near = ranks[i][a];
      for (int b = 0; b < most && !reciprocal[near]; b++) {
        reciprocal[near] = ranks[near][b] == i;
      }
    }
    return reciprocal;
  }

  private double[] mean(float[][] codes, int i, int k2) {
    int most = Math.min(count, k2);
    double[] mean = new double[count];
    for (int a = 0; a < most; a++) {
      float[] code = codes[ranks[i][a]];
      for (int j = 0; j < count; j++) {
        mean[j] += code[j] / (double) most;
      }
    }
    return mean;
  }
}
