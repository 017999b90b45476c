/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
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

  /** Items of the gallery read at once. */
  private static final int PIECE = 4096;

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
   * @param gallery vectors of the gallery; read once, in pieces
   */
  public PairTally tally(Vectors queries, int from, VectorSource gallery) {
    Drawn[] drawn = new Drawn[queries.count()];
    Arrays.setAll(drawn, row -> new Drawn(from + row));
    PairTally.Builder tally = new PairTally.Builder();
    for (int first = 0;
        first < gallery.count();
        first += Math.min(PIECE, gallery.count() - first)) {
      int end = first + Math.min(PIECE, gallery.count() - first);
      if (Arrays.stream(drawn).noneMatch(one -> one.next() < end)) {
        continue;
      }
      Vectors piece = gallery.read(first, end);
      for (int row = 0; row < drawn.length; row++) {
        drawn[row].tally(tally, queries, row, piece, first);
      }
    }
    return tally.build();
  }

  /** The pairs of one query that have not been measured yet, in the order of the gallery. */
  private final class Drawn {

    private final int query;
    private final int[] relevant;
    private final Draw genuine;
    private final Draw impostor;

    Drawn(int query) {
      this.query = query;
      this.relevant = protocol.relevant(query);
      this.genuine = new Draw(relevant.length, genuineRate, seed.derive("genuine").derive(query));
      this.impostor =
          new Draw(protocol.gallery(), impostorRate, seed.derive("impostor").derive(query));
    }

    /** Returns the next item of the gallery; the largest number if there is none. */
    int next() {
      return Math.min(nextRelevant(), impostor.next());
    }

    private int nextRelevant() {
      return genuine.next() < relevant.length ? relevant[genuine.next()] : Integer.MAX_VALUE;
    }

    void tally(PairTally.Builder tally, Vectors queries, int row, Vectors piece, int first) {
      int end = first + piece.count();
      for (int item = nextRelevant(); item < end; item = nextRelevant()) {
        if (isFirst(query, item)) {
          tally.genuine((float) queries.squaredDistance(row, piece, item - first));
        }
        genuine.advance();
      }
      for (int item = impostor.next(); item < end; item = impostor.next()) {
        if (isFirst(query, item)
            && !protocol.isOfClass(query, item)
            && !protocol.isLeftOut(query, item)) {
          tally.impostor((float) queries.squaredDistance(row, piece, item - first));
        }
        impostor.advance();
      }
    }
  }

  /** Takes each number below a count with the same probability, by drawing the gaps between. */
  private static final class Draw {

    private final int count;
    private final boolean all;
    private final SplittableRandom random;
    private final double scale;
    private double at = -1;

    Draw(int count, double rate, Seed seed) {
      this.count = count;
      this.all = rate >= 1;
      this.random = seed.generator();
      this.scale = 1 / Math.log1p(-rate);
      advance();
    }

    /** Returns the number that was drawn last; the largest number if there is none below count. */
    int next() {
      return at >= count ? Integer.MAX_VALUE : (int) at;
    }

    void advance() {
      // Gaps are geometric: 1 - random lies above 0, up to 1.
      at += all ? 1 : 1 + Math.floor(Math.log(1 - random.nextDouble()) * scale);
    }
  }
}
