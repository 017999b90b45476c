/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.OptionalInt;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.mining.lists.RowSet;

/** A part, and those of its rows that are there. Immutable and thread-safe. */
public final class LivePart {

  private final IndexPart part;
  private final RowSet live;
  private final KnownRows known = new KnownRows();

  /**
   * Takes a part.
   *
   * @param part of an index
   * @param live its rows that were neither deleted nor replaced
   * @throws IllegalArgumentException if they are of another number of rows
   */
  public LivePart(IndexPart part, RowSet live) {
    if (live.size() != part.count()) {
      throw new IllegalArgumentException(
          "A set among "
              + live.size()
              + " rows does not say which of "
              + part.count()
              + " are there; make it for this part");
    }
    this.part = part;
    this.live = live;
  }

  /** Takes a part of which all rows are there. */
  public static LivePart whole(IndexPart part) {
    return new LivePart(part, RowSet.all(part.count()));
  }

  /** Returns the part. */
  public IndexPart part() {
    return part;
  }

  /** Returns its rows that are there. */
  public RowSet live() {
    return live;
  }

  /** Returns its rows that are there and that a filter admits. */
  public RowSet allowed(ItemFilter where) {
    return where.isAll() ? live : known.of(where, filter -> live.and(part.matching(filter)));
  }

  /** Returns the row of an id, if it is there. */
  public OptionalInt row(String id) {
    OptionalInt row = part.row(id);
    return row.isPresent() && live.contains(row.getAsInt()) ? row : OptionalInt.empty();
  }

  /** Returns the same part without some rows. */
  public LivePart without(int... rows) {
    return new LivePart(part, live.without(rows));
  }
}
