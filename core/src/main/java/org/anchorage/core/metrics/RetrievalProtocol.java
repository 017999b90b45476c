/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.vectors.Neighbours;

/**
 * Which queries are searched among which gallery, and what is measured of it. Judges the neighbours
 * of any block of queries; the tallies of all blocks add up to the result.
 *
 * <p>The rules, for libraries differ: a query is left out of its own results <em>by index</em>, so
 * that a duplicate of it stays in; R is the number of <em>other</em> gallery items of the query's
 * class; a query with R = 0 is <em>lone</em>, takes part in no mean, and is counted; neighbours
 * come nearest first, ties by index (see {@link Neighbours}).
 *
 * <p>Bad input is refused, never measured: a list that is too short for K or R, that holds an item
 * twice or the query itself.
 *
 * <p>Immutable and thread-safe. Holds 4 bytes for each query and gallery item.
 */
public final class RetrievalProtocol implements Serializable {

  private static final long serialVersionUID = 1;

  private final int[] queryLabels;
  private final int[] galleryLabels;
  private final int[] relevant;
  private final int[] ks;
  private final boolean galleryHoldsQueries;

  private RetrievalProtocol(
      int[] queryLabels, int[] galleryLabels, boolean galleryHoldsQueries, List<Integer> ks) {
    if (ks.isEmpty()) {
      throw new IllegalArgumentException("No K to measure recall at; name at least one, e.g. 1");
    }
    for (int i = 0; i < ks.size(); i++) {
      if (ks.get(i) < 1 || (i > 0 && ks.get(i) <= ks.get(i - 1))) {
        throw new IllegalArgumentException(
            "Cannot measure recall at K = " + ks + "; each must be over the one before, from 1 up");
      }
    }
    this.queryLabels = queryLabels;
    this.galleryLabels = galleryLabels;
    this.galleryHoldsQueries = galleryHoldsQueries;
    this.ks = ks.stream().mapToInt(Integer::intValue).toArray();
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int label : galleryLabels) {
      sizes.merge(label, 1, Integer::sum);
    }
    int itself = galleryHoldsQueries ? 1 : 0;
    this.relevant =
        Arrays.stream(queryLabels).map(label -> sizes.getOrDefault(label, 0) - itself).toArray();
  }

  /**
   * Every item is a query, and is searched among all others.
   *
   * @param labels of the items; kept, not copied
   * @param ks the K of Recall@K, ascending
   */
  public static RetrievalProtocol onePool(int[] labels, List<Integer> ks) {
    return new RetrievalProtocol(labels, labels, true, ks);
  }

  /**
   * The first items of the gallery are the queries, and each is searched among all others.
   *
   * @param queries how many of them
   * @param galleryLabels of the items; kept, not copied
   * @param ks the K of Recall@K, ascending
   * @throws IllegalArgumentException if the gallery is smaller than that
   */
  public static RetrievalProtocol firstOf(int queries, int[] galleryLabels, List<Integer> ks) {
    if (queries < 0 || queries > galleryLabels.length) {
      throw new IllegalArgumentException(
          "The first "
              + queries
              + " of a gallery of "
              + galleryLabels.length
              + " cannot be the queries; name at most as many as it holds");
    }
    return new RetrievalProtocol(Arrays.copyOf(galleryLabels, queries), galleryLabels, true, ks);
  }

  /**
   * The queries are no items of the gallery, as in In-shop.
   *
   * @param queryLabels of the queries; kept, not copied
   * @param galleryLabels of the gallery; kept, not copied
   * @param ks the K of Recall@K, ascending
   */
  public static RetrievalProtocol separate(
      int[] queryLabels, int[] galleryLabels, List<Integer> ks) {
    return new RetrievalProtocol(queryLabels, galleryLabels, false, ks);
  }

  /** Returns the number of queries, lone ones included. */
  public int queries() {
    return queryLabels.length;
  }

  /**
   * Returns how many neighbours of each query must be known: the largest K, or the largest R where
   * that is more. With fewer, R-precision and MAP@R would be wrong.
   */
  public int neededK() {
    return Math.max(ks[ks.length - 1], Arrays.stream(relevant).max().orElse(0));
  }

  /**
   * Judges the neighbours of a block of queries.
   *
   * @param from the query that the first row of neighbours belongs to
   * @param neighbours at least {@link #neededK} of each query, indices into the gallery
   * @throws IllegalArgumentException if there are more rows than queries from there on, too few
   *     neighbours for K or for a query's R, or if a query's list holds itself, an item twice, an
   *     index outside the gallery, or fewer items than could be found
   */
  public RetrievalTally tally(int from, Neighbours neighbours) {
    int count = neighbours.queries();
    if (from < 0 || from > queries() - count) {
      throw new IllegalArgumentException(
          "Queries "
              + from
              + " to "
              + ((long) from + count)
              + " were searched, but there are "
              + queries()
              + "; labels and vectors must be of the same items");
    }
    int k = neighbours.k();
    if (k < ks[ks.length - 1]) {
      throw new IllegalArgumentException(
          "Recall@"
              + ks[ks.length - 1]
              + " needs as many neighbours, and there are "
              + k
              + "; search for neededK() = "
              + neededK());
    }
    RankedList list = new RankedList(galleryLabels.length);
    RetrievalTally.Builder tally = new RetrievalTally.Builder(ks);
    for (int i = 0; i < count; i++) {
      int query = from + i;
      int left = galleryHoldsQueries ? query : -1;
      int found = list.read(neighbours, i, query, left);
      if (relevant[query] == 0) {
        tally.addLone();
        continue;
      }
      if (relevant[query] > found) {
        throw new IllegalArgumentException(
            "Query "
                + query
                + " has R = "
                + relevant[query]
                + " others of its class but only "
                + found
                + " neighbours; search for neededK() = "
                + neededK());
      }
      int label = queryLabels[query];
      int start = i * k;
      tally.add(
          relevant[query],
          found,
          rank -> galleryLabels[neighbours.indices()[start + rank]] == label);
    }
    return tally.build();
  }
}
