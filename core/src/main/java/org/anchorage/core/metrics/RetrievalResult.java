/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well queries find the other items of their class: means over the queries that have any, each
 * between 0 and 1.
 *
 * <p>R-precision and MAP@R are those of Musgrave, Belongie, Lim, "A Metric Learning Reality Check"
 * (arXiv 2003.08505), where R, rel(i) and P(i) are the same: R-precision = (rel(1) + ... + rel(R))
 * / R, and MAP@R = (P(1) rel(1) + ... + P(R) rel(R)) / R.
 *
 * @param recall Recall@K by K, ascending: the share of queries with at least one item of their
 *     class among the K nearest (a hit rate, CMC@K; the whole gallery where K exceeds it)
 * @param precisionAt1 share of queries whose nearest item has their class; equal to Recall@1
 * @param rPrecision mean share of the query's class among its R nearest
 * @param mapAtR mean average precision over the R nearest
 * @param queries that the means are taken over
 * @param loneQueries left out of the means, for no other item has their class
 */
public record RetrievalResult(
    Map<Integer, Double> recall,
    double precisionAt1,
    double rPrecision,
    double mapAtR,
    long queries,
    long loneQueries)
    implements Serializable {

  public RetrievalResult {
    SortedMap<Integer, Double> ascending = new TreeMap<>(recall);
    recall = Collections.unmodifiableSortedMap(ascending);
  }

  /**
   * Returns Recall@K.
   *
   * @throws IllegalArgumentException if it was not measured at that K
   */
  public double recallAt(int k) {
    Double value = recall.get(k);
    if (value == null) {
      throw new IllegalArgumentException(
          "Recall@" + k + " was not measured; there is K = " + recall.keySet());
    }
    return value;
  }
}
