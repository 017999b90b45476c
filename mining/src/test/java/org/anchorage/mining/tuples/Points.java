/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.seed.Seed;

/** Embeddings to mine in tests, and triplets written down. */
final class Points {

  static final Seed SEED = new Seed(3);

  private Points() {}

  static Distances distances(Distance distance, double[][] rows) {
    double[] products = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        for (int k = 0; k < rows[i].length; k++) {
          products[i * rows.length + j] += rows[i][k] * rows[j][k];
        }
      }
    }
    return new Distances(distance, new Gram(rows.length, products));
  }

  static Distances onCircle(double... degrees) {
    return distances(
        Distance.EUCLIDEAN,
        Arrays.stream(degrees)
            .map(Math::toRadians)
            .mapToObj(angle -> new double[] {Math.cos(angle), Math.sin(angle)})
            .toArray(double[][]::new));
  }

  /** Points of a small integer grid: many coincide, many are equally far. */
  static double[][] onGrid(Seed seed, int count, int dim) {
    SplittableRandom random = seed.generator();
    double[][] rows = new double[count][dim];
    for (double[] row : rows) {
      Arrays.setAll(row, k -> random.nextInt(-2, 3));
    }
    return rows;
  }

  static int[] labels(Seed seed, int count, int classes) {
    SplittableRandom random = seed.derive("labels").generator();
    return random.ints(count, 0, classes).toArray();
  }

  static List<List<Integer>> written(Triplets triplets) {
    List<List<Integer>> written = new ArrayList<>();
    for (int t = 0; t < triplets.count(); t++) {
      written.add(List.of(triplets.anchors()[t], triplets.positives()[t], triplets.negatives()[t]));
    }
    return written;
  }

  static List<List<Integer>> written(int[] anchors, int[] partners) {
    List<List<Integer>> written = new ArrayList<>();
    for (int i = 0; i < anchors.length; i++) {
      written.add(List.of(anchors[i], partners[i]));
    }
    return written;
  }
}
