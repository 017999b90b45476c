/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.Requests;

/** Vectors for tests, and a slow search among them. */
final class Drawn {

  private Drawn() {}

  /** Vectors around some centres. */
  static Vectors vectors(int count, int dim, int centres, long seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] middles = new float[centres * dim];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (float) random.nextGaussian();
    }
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      int centre = i / dim * 31 % centres;
      values[i] = middles[centre * dim + i % dim] + (float) random.nextGaussian() * 0.3f;
    }
    return new Vectors(dim, values);
  }

  /** All distances, and a full sort by (distance, row). */
  static Neighbours slow(Vectors base, Vectors queries, int k, Filter filter) {
    Neighbours found = Requests.none(queries.count(), k);
    for (int query = 0; query < queries.count(); query++) {
      KNearest none = new KNearest();
      none.begin(Math.max(1, base.count()));
      for (int row = 0; row < base.count(); row++) {
        if (filter.admits(query, row)) {
          none.offer((float) queries.squaredDistance(query, base, row), row);
        }
      }
      Neighbours all = Requests.none(1, base.count());
      none.finish(all, 0);
      int there = Math.min(k, base.count());
      System.arraycopy(all.indices(), 0, found.indices(), query * k, there);
      System.arraycopy(all.squaredDistances(), 0, found.squaredDistances(), query * k, there);
    }
    return found;
  }
}
