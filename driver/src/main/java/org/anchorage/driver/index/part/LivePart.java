/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.OptionalInt;
import org.anchorage.mining.lists.RowSet;

/**
 * A part, and those of its rows that are there.
 *
 * @param part of an index
 * @param live its rows that were neither deleted nor replaced
 */
public record LivePart(IndexPart part, RowSet live) {

  public LivePart {
    if (live.size() != part.count()) {
      throw new IllegalArgumentException(
          "A set among "
              + live.size()
              + " rows does not say which of "
              + part.count()
              + " are there; make it for this part");
    }
  }

  /** Takes a part of which all rows are there. */
  public static LivePart whole(IndexPart part) {
    return new LivePart(part, RowSet.all(part.count()));
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
