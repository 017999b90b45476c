/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well queries find the other items of their class: means over queries, or over classes of
 * queries, each between 0 and 1.
 *
 * <p>With rel(i) = 1 if the i-th item of a query's ranking has its class, P(i) the precision of the
 * first i, and R the number of such items in the gallery, after leaving out: R-precision = (rel(1)
 * + ... + rel(R)) / R and MAP@R = (P(1) rel(1) + ... + P(R) rel(R)) / R are those of Musgrave,
 * Belongie, Lim, "A Metric Learning Reality Check" (arXiv 2003.08505); MAP is the same sum over the
 * whole ranking, without interpolation; MRR is 1 / (the rank of the first hit).
 *
 * @param recall Recall@K by K, ascending: the share of queries with at least one item of their
 *     class among the K nearest (a hit rate; if K exceeds the gallery, all of it). As a curve over
 *     K it is the cumulative match characteristic, CMC, of re-identification
 * @param precision precision@K by K, ascending: items of the query's class among the K nearest,
 *     over K, even if the gallery holds fewer
 * @param precisionAt1 share of queries whose nearest item has their class; equal to Recall@1
 * @param rPrecision mean share of the query's class among its R nearest; NaN if not measured
 * @param mapAtR mean average precision over the R nearest; NaN if not measured
 * @param map mean average precision over the whole gallery; NaN if not measured
 * @param mrr mean reciprocal rank of the first hit; NaN if not measured
 * @param queries number of queries that the means are taken over
 * @param loneQueries number of queries with no other item of their class to find; unless excluded,
 *     they are among the queries
 * @param sameCamera number of pairs of a query and an item that the camera rule left out
 * @param classes number of classes of the queries that are not lone
 */
public record RetrievalResult(
    Map<Integer, Double> recall,
    Map<Integer, Double> precision,
    double precisionAt1,
    double rPrecision,
    double mapAtR,
    double map,
    double mrr,
    long queries,
    long loneQueries,
    long sameCamera,
    int classes)
    implements Serializable {

  public RetrievalResult {
    recall = ascending(recall);
    precision = ascending(precision);
  }

  private static SortedMap<Integer, Double> ascending(Map<Integer, Double> byK) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(byK));
  }

  /**
   * Returns Recall@K.
   *
   * @throws IllegalArgumentException if it was not measured at that K
   */
  public double recallAt(int k) {
    return at("Recall", recall, k);
  }

  /**
   * Returns precision@K.
   *
   * @throws IllegalArgumentException if it was not measured at that K
   */
  public double precisionAt(int k) {
    return at("Precision", precision, k);
  }

  private static double at(String what, Map<Integer, Double> byK, int k) {
    Double value = byK.get(k);
    if (value == null) {
      throw new IllegalArgumentException(
          what + "@" + k + " was not measured; measured are K = " + byK.keySet());
    }
    return value;
  }
}
