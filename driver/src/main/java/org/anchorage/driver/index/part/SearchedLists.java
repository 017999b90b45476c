/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.LinkedHashMap;
import java.util.Map;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Effort;
import org.anchorage.mining.lists.InvertedLists;
import org.anchorage.mining.lists.ListSearch;
import org.anchorage.mining.lists.Probing;
import org.anchorage.mining.lists.RowSet;

/**
 * The vectors of a part, as lists that are searched with any effort. Thread-safe, except that
 * {@link #close} must not run beside other calls.
 */
public final class SearchedLists implements AutoCloseable {

  private static final int EFFORTS = 4;

  private final InvertedLists lists;
  private final ListSearch usual;
  private final ListSearch exact;

  /** Searches with other efforts, by their probes. A request names any number, so few are kept. */
  private final Map<Integer, ListSearch> others =
      new LinkedHashMap<>(2 * EFFORTS, 0.75f, true /* by access */) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, ListSearch> eldest) {
          return size() > EFFORTS;
        }
      };

  /**
   * Takes lists.
   *
   * @param calibrated which of them a query looks into if its effort is {@link Effort#CALIBRATED}
   */
  public SearchedLists(InvertedLists lists, Probing calibrated) {
    this.lists = lists;
    this.usual = lists.search(calibrated);
    this.exact = lists.search(lists.lists());
  }

  /** Returns how many floats a vector has. */
  public int dim() {
    return lists.dim();
  }

  /** Returns how many vectors there are. */
  public int count() {
    return lists.count();
  }

  /** Returns how many lists there are. */
  public int lists() {
    return lists.lists();
  }

  /** Returns how many lists a query looks into at most. */
  public int probes(Effort effort) {
    return effort.of(lists.lists(), usual.probing().most());
  }

  /** Searches as {@link IndexPart#nearest}. */
  public Neighbours nearest(float[] query, int k, RowSet allowed, Effort effort) {
    ListSearch search = search(effort);
    return allowed.count() == allowed.size()
        ? search.nearest(query, k)
        : search.nearest(query, allowed, k);
  }

  /** Those that are asked for again and again keep what they need between searches. */
  private ListSearch search(Effort effort) {
    if (effort.equals(Effort.CALIBRATED)) {
      return usual;
    }
    int probes = probes(effort);
    if (probes == lists.lists()) {
      return exact;
    }
    synchronized (others) {
      return others.computeIfAbsent(probes, lists::search);
    }
  }

  /** Returns the vectors of some rows as they are stored, in the order given. */
  public Vectors vectors(int... rows) {
    return lists.vectors(rows);
  }

  /** Refuses further searches, and ends the mapping of a file. */
  @Override
  public void close() {
    usual.close();
    exact.close();
    synchronized (others) {
      others.values().forEach(ListSearch::close);
      others.clear();
    }
    lists.close();
  }
}
