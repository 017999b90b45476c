/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/** The specification: all distances in double precision, and a full sort. */
final class SlowNeighbours {

  private SlowNeighbours() {}

  static Neighbours among(Vectors base, Vectors queries, int k) {
    return search(base, queries, 0, queries.count(), k, Filter.all());
  }

  static Neighbours within(Vectors base, int from, int to, int k) {
    return within(base, from, to, k, Filter.all());
  }

  static Neighbours within(Vectors base, int from, int to, int k, Filter filter) {
    return search(base, base, from, to, k, (query, i) -> i != query && filter.admits(query, i));
  }

  static Neighbours search(Vectors base, Vectors queries, int from, int to, int k, Filter filter) {
    int[] indices = new int[(to - from) * k];
    float[] distances = new float[indices.length];
    Arrays.fill(indices, -1);
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    for (int q = from; q < to; q++) {
      int query = q;
      float[] all = new float[base.count()];
      for (int i = 0; i < all.length; i++) {
        double sum = 0;
        for (int d = 0; d < base.dim(); d++) {
          double difference =
              (double) queries.values()[q * base.dim() + d] - base.values()[i * base.dim() + d];
          sum += difference * difference;
        }
        all[i] = (float) sum;
      }
      List<Integer> order =
          IntStream.range(0, all.length)
              .filter(i -> filter.admits(query, i))
              .boxed()
              .sorted(
                  Comparator.comparingDouble((Integer i) -> all[i])
                      .thenComparing(Comparator.naturalOrder()))
              .limit(k)
              .toList();
      for (int rank = 0; rank < order.size(); rank++) {
        indices[(q - from) * k + rank] = order.get(rank);
        distances[(q - from) * k + rank] = all[order.get(rank)];
      }
    }
    return new Neighbours(k, indices, distances);
  }
}
