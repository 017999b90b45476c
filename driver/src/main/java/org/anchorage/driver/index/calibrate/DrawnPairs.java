/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;

/** Pairs that are drawn at random, wherever they lie: half of one class, half of two. */
final class DrawnPairs {

  private DrawnPairs() {}

  /**
   * Draws pairs. One pair may be drawn twice.
   *
   * @param from items of which one is in each pair; some have classmates, and there are two classes
   * @param pairs of each kind
   */
  static LabelledDistances of(LabelledItems items, int[] from, int pairs, Seed seed) {
    int[] mated = items.withClassmates(from);
    SplittableRandom same = seed.derive("same").generator();
    SplittableRandom different = seed.derive("different").generator();
    return LabelledDistances.of(
        draw(items, mated, pairs, same, item -> items.classmate(item, same)),
        draw(items, from, pairs, different, item -> items.stranger(item, different)));
  }

  private static double[] draw(
      LabelledItems items, int[] from, int pairs, SplittableRandom random, IntUnaryOperator other) {
    double[] distances = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      int one = from[random.nextInt(from.length)];
      distances[i] = distance(items.vector(one), items.vector(other.applyAsInt(one)));
    }
    return distances;
  }

  /** Returns the distance of two vectors to the bit as a search tells it. */
  static double distance(Vectors one, Vectors other) {
    return Math.sqrt((float) one.squaredDistance(0, other, 0));
  }
}
