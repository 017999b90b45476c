/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;

/**
 * Sums over queries. All are integers, so the order of addition does not change them: hits are
 * counted, and each query's shares are rounded once, to 2<sup>-40</sup>.
 *
 * <p>One thread adds queries; afterwards the sums do not change.
 */
final class Sums implements Serializable {

  private static final long serialVersionUID = 1;
  static final double ONE = 0x1p40;

  long queries;
  long firstHits;
  long rPrecision;
  long mapAtR;
  long map;
  long mrr;

  /** Queries with a hit among the K nearest, by the number of K. */
  final long[] hits;

  /** Relevant items among the K nearest, over all queries, by the number of K. */
  final long[] found;

  Sums(int ks) {
    hits = new long[ks];
    found = new long[ks];
  }

  void add(Sums other) {
    queries += other.queries;
    firstHits += other.firstHits;
    rPrecision = Math.addExact(rPrecision, other.rPrecision);
    mapAtR = Math.addExact(mapAtR, other.mapAtR);
    map = Math.addExact(map, other.map);
    mrr = Math.addExact(mrr, other.mrr);
    for (int i = 0; i < hits.length; i++) {
      hits[i] += other.hits[i];
      found[i] += other.found[i];
    }
  }

  /**
   * Adds a query.
   *
   * @param ks the K, ascending
   * @param relevant R, at least 1
   * @param ranks of relevant items, from 1, ascending; all those that the depth reaches
   * @param count how many of the array are ranks
   */
  void add(int[] ks, int relevant, int[] ranks, int count, Depth depth) {
    queries++;
    firstHits += count > 0 && ranks[0] == 1 ? 1 : 0;
    int at = 0;
    for (int i = 0; i < ks.length; i++) {
      while (at < count && ranks[at] <= ks[i]) {
        at++;
      }
      hits[i] += at > 0 ? 1 : 0;
      found[i] += at;
    }
    if (depth == Depth.K) {
      return;
    }
    double precisions = 0;
    int within = 0;
    while (within < count && ranks[within] <= relevant) {
      precisions += (within + 1.0) / ranks[within];
      within++;
    }
    rPrecision = Math.addExact(rPrecision, Math.round(ONE * within / relevant));
    mapAtR = Math.addExact(mapAtR, Math.round(ONE * precisions / relevant));
    if (depth == Depth.R) {
      return;
    }
    for (int i = within; i < count; i++) {
      precisions += (i + 1.0) / ranks[i];
    }
    map = Math.addExact(map, Math.round(ONE * precisions / relevant));
    mrr = Math.addExact(mrr, Math.round(ONE / ranks[0]));
  }
}
