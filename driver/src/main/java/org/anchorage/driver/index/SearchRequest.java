/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

/**
 * What is asked of an index. Immutable: each method returns another request.
 *
 * @param query what is searched by
 * @param k results wanted, at least 1; all that match come back if they are fewer
 * @param offset nearest results that are passed over, at least 0
 * @param where which items may be results
 * @param threshold Euclidean distance over which nothing is a result; infinite for none
 * @param effort how many lists are looked into
 * @param folding whether duplicates become one result
 * @param reranking whether results are put into another order
 */
public record SearchRequest(
    QueryVector query,
    int k,
    int offset,
    ItemFilter where,
    double threshold,
    Effort effort,
    Folding folding,
    Reranking reranking) {

  public SearchRequest {
    if (k < 1) {
      throw new IllegalArgumentException("Cannot return " + k + " items; ask for at least 1");
    }
    if (offset < 0) {
      throw new IllegalArgumentException(
          "Cannot begin at result " + offset + "; the offset must be 0 or more");
    }
    if (!(threshold >= 0)) {
      throw new IllegalArgumentException(
          "Nothing lies within a distance of " + threshold + "; the threshold must be 0 or more");
    }
  }

  /** Asks for the k nearest of all items, with the calibrated effort. */
  public static SearchRequest of(QueryVector query, int k) {
    return new SearchRequest(
        query,
        k,
        0,
        ItemFilter.ALL,
        Double.POSITIVE_INFINITY,
        Effort.CALIBRATED,
        Folding.NONE,
        Reranking.NONE);
  }

  /**
   * Passes over the nearest results. With {@link Effort#CALIBRATED} a later page is searched deeper
   * than an earlier one, so it may repeat a result or pass one over; with another effort it does
   * not, as long as the lists hold all pages.
   */
  public SearchRequest withOffset(int offset) {
    return new SearchRequest(query, k, offset, where, threshold, effort, folding, reranking);
  }

  /** Admits some items alone. */
  public SearchRequest withWhere(ItemFilter where) {
    return new SearchRequest(query, k, offset, where, threshold, effort, folding, reranking);
  }

  /** Leaves out what is farther than a Euclidean distance. */
  public SearchRequest withThreshold(double threshold) {
    return new SearchRequest(query, k, offset, where, threshold, effort, folding, reranking);
  }

  /** Looks into another number of lists. */
  public SearchRequest withEffort(Effort effort) {
    return new SearchRequest(query, k, offset, where, threshold, effort, folding, reranking);
  }

  /** Makes one result of duplicates. */
  public SearchRequest withFolding(Folding folding) {
    return new SearchRequest(query, k, offset, where, threshold, effort, folding, reranking);
  }

  /** Puts results into another order. */
  public SearchRequest withReranking(Reranking reranking) {
    return new SearchRequest(query, k, offset, where, threshold, effort, folding, reranking);
  }
}
