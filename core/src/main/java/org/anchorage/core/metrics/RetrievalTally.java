/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What a block of queries adds to the result. Tallies of disjoint blocks are added with {@link
 * #plus}, in any order and grouping, and give the same bits for any division into blocks: hits are
 * counted in integers, and each query's R-precision and AP@R is rounded once, to 2<sup>-40</sup>
 * (10<sup>-12</sup>), so that their sums are integers too. Enough for 8 million queries; beyond, an
 * ArithmeticException.
 *
 * <p>Immutable and thread-safe.
 */
public final class RetrievalTally implements Serializable {

  private static final long serialVersionUID = 1;
  private static final double ONE = 0x1p40;

  private final int[] ks;
  private final long[] hits;
  private final long firstHits;
  private final long rPrecision;
  private final long mapAtR;
  private final long queries;
  private final long lone;

  private RetrievalTally(
      int[] ks,
      long[] hits,
      long firstHits,
      long rPrecision,
      long mapAtR,
      long queries,
      long lone) {
    this.ks = ks;
    this.hits = hits;
    this.firstHits = firstHits;
    this.rPrecision = rPrecision;
    this.mapAtR = mapAtR;
    this.queries = queries;
    this.lone = lone;
  }

  /**
   * Returns the tally of both blocks.
   *
   * @throws IllegalArgumentException if the other has other K
   */
  public RetrievalTally plus(RetrievalTally other) {
    if (!Arrays.equals(ks, other.ks)) {
      throw new IllegalArgumentException(
          "Tallies at K = "
              + Arrays.toString(ks)
              + " and K = "
              + Arrays.toString(other.ks)
              + " do not add up; measure both at the same K");
    }
    long[] sum = hits.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.hits[i];
    }
    return new RetrievalTally(
        ks,
        sum,
        firstHits + other.firstHits,
        Math.addExact(rPrecision, other.rPrecision),
        Math.addExact(mapAtR, other.mapAtR),
        queries + other.queries,
        lone + other.lone);
  }

  /**
   * Returns the means over all queries that are not lone.
   *
   * @throws IllegalStateException if all are lone
   */
  public RetrievalResult result() {
    if (queries == 0) {
      throw new IllegalStateException(
          "None of "
              + lone
              + " queries has another item of its class to find; evaluate a split whose classes"
              + " hold two images or more");
    }
    double count = queries;
    Map<Integer, Double> recall = new TreeMap<>();
    for (int i = 0; i < ks.length; i++) {
      recall.put(ks[i], hits[i] / count);
    }
    return new RetrievalResult(
        recall, firstHits / count, rPrecision / ONE / count, mapAtR / ONE / count, queries, lone);
  }

  /** Adds up queries. Not thread-safe; used once. */
  static final class Builder {

    private final int[] ks;
    private final long[] hits;
    private long firstHits;
    private long rPrecision;
    private long mapAtR;
    private long queries;
    private long lone;

    Builder(int[] ks) {
      this.ks = ks;
      this.hits = new long[ks.length];
    }

    void addLone() {
      lone++;
    }

    /**
     * Adds a query.
     *
     * @param relevant R, at least 1 and at most {@code found}
     * @param found neighbours in its list
     * @param isRelevant whether the item at a rank, from 0, has the query's class
     */
    void add(int relevant, int found, IntPredicate isRelevant) {
      int looked = Math.min(found, Math.max(relevant, ks[ks.length - 1]));
      int first = Integer.MAX_VALUE;
      int relevantSoFar = 0;
      double precisions = 0;
      for (int rank = 0; rank < looked && (rank < relevant || relevantSoFar == 0); rank++) {
        if (isRelevant.test(rank)) {
          first = Math.min(first, rank);
          relevantSoFar++;
          if (rank < relevant) {
            precisions += relevantSoFar / (rank + 1.0);
          }
        }
      }
      int withinR = first < relevant ? relevantSoFar : 0;
      for (int i = 0; i < ks.length; i++) {
        hits[i] += first < ks[i] ? 1 : 0;
      }
      firstHits += first == 0 ? 1 : 0;
      rPrecision = Math.addExact(rPrecision, Math.round(ONE * withinR / relevant));
      mapAtR = Math.addExact(mapAtR, Math.round(ONE * precisions / relevant));
      queries++;
    }

    RetrievalTally build() {
      return new RetrievalTally(ks, hits, firstHits, rPrecision, mapAtR, queries, lone);
    }
  }
}
