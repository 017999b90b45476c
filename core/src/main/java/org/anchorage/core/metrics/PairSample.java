/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;

/**
 * Which pairs of a query and an item of the gallery are verified: all, or a random sample. A sample
 * draws each pair independently, with a probability that gives about the number asked for. Pairs
 * that the protocol leaves out are not verified. Two items that are both queries are one pair.
 *
 * <p>The draw depends on the seed and the query, not on the query's block. Immutable and
 * thread-safe.
 */
public final class PairSample implements Serializable {

  private static final long serialVersionUID = 1;

  private final RetrievalProtocol protocol;
  private final int[] queryAt;
  private final double genuineRate;
  private final double impostorRate;
  private final Seed seed;

  /**
   * Describes a sample.
   *
   * @param protocol says which pairs there are
   * @param pairs about how many genuine pairs are wanted, and about how many impostor pairs; all if
   *     there are fewer. 0: all of both
   * @param seed of the draws
   */
  public PairSample(RetrievalProtocol protocol, long pairs, Seed seed) {
    this.protocol = protocol;
    this.seed = seed;
    this.queryAt = new int[protocol.gallery()];
    Arrays.fill(queryAt, -1);
    long genuine = 0;
    long impostors = 0;
    long seen = 0;
    for (int query = 0; query < protocol.queries(); query++) {
      int own = protocol.own(query);
      if (own >= 0) {
        queryAt[own] = query;
      }
    }
    for (int query = 0; query < protocol.queries(); query++) {
      long same = 0;
      for (int item : protocol.relevant(query)) {
        same += isFirst(query, item) ? 1 : 0;
      }
      long leftOut = 0;
      for (int item : protocol.leftOut(query)) {
        leftOut += isFirst(query, item) ? 1 : 0;
      }
      genuine += same;
      boolean inGallery = protocol.own(query) >= 0;
      impostors += protocol.gallery() - (inGallery ? seen : 0) - leftOut - same;
      seen += inGallery ? 1 : 0;
    }
    this.genuineRate = rate(pairs, genuine);
    this.impostorRate = rate(pairs, impostors);
  }

  private static double rate(long wanted, long there) {
    return wanted == 0 || there <= wanted ? 1 : (double) wanted / there;
  }

  /** Returns whether a pair did not occur before, with the item as the query. */
  private boolean isFirst(int query, int item) {
    return protocol.own(query) < 0 || queryAt[item] < 0 || queryAt[item] >= query;
  }

  /**
   * Measures the pairs of a block of queries.
   *
   * @param queries vectors of the block
   * @param from the query that the first of them belongs to
   * @param gallery vectors of the gallery
   */
  public PairTally tally(Vectors queries, int from, Vectors gallery) {
    PairTally.Builder tally = new PairTally.Builder();
    for (int i = 0; i < queries.count(); i++) {
      int row = i;
      int query = from + i;
      int[] relevant = protocol.relevant(query);
      draw(
          relevant.length,
          genuineRate,
          seed.derive("genuine").derive(query),
          at -> {
            if (isFirst(query, relevant[at])) {
              tally.genuine((float) queries.squaredDistance(row, gallery, relevant[at]));
            }
          });
      draw(
          protocol.gallery(),
          impostorRate,
          seed.derive("impostor").derive(query),
          item -> {
            if (isFirst(query, item)
                && !protocol.isOfClass(query, item)
                && !protocol.isLeftOut(query, item)) {
              tally.impostor((float) queries.squaredDistance(row, gallery, item));
            }
          });
    }
    return tally.build();
  }

  /**
   * Takes each number below a count with the same probability, by drawing the gaps between them.
   */
  private static void draw(int count, double rate, Seed seed, IntConsumer taken) {
    if (rate >= 1) {
      for (int i = 0; i < count; i++) {
        taken.accept(i);
      }
      return;
    }
    SplittableRandom random = seed.generator();
    double scale = 1 / Math.log1p(-rate);
    double at = -1;
    while (true) {
      // Gaps are geometric: 1 - random lies above 0, up to 1.
      at += 1 + Math.floor(Math.log(1 - random.nextDouble()) * scale);
      if (at >= count) {
        return;
      }
      taken.accept((int) at);
    }
  }
}
