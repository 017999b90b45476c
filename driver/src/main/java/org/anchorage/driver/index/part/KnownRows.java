/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.mining.lists.RowSet;

/**
 * The rows of the {@value #FILTERS} filters that were asked for last: pages of a search ask for the
 * same rows, and searches in a set that they have met before are faster. Two bits a row each, at
 * most. Thread-safe.
 */
public final class KnownRows {

  private static final int FILTERS = 16;

  private final Map<ItemFilter, RowSet> known =
      new LinkedHashMap<>(2 * FILTERS, 0.75f, true /* by access */) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ItemFilter, RowSet> eldest) {
          return size() > FILTERS;
        }
      };

  /** Knows none yet. */
  public KnownRows() {}

  /**
   * Returns the rows of a filter.
   *
   * @param find finds them if they are not known; they must never change
   */
  public RowSet of(ItemFilter where, Function<ItemFilter, RowSet> find) {
    synchronized (known) {
      RowSet rows = known.get(where);
      if (rows != null) {
        return rows;
      }
    }
    RowSet found = find.apply(where);
    synchronized (known) {
      known.put(where, found);
    }
    return found;
  }
}
