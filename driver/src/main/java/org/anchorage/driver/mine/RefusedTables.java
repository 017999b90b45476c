/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Warns of mined tables that are refused, once of each for each reason. Not thread-safe. */
public final class RefusedTables {

  private final Consumer<String> warn;
  private final Set<TableListing.Unusable> told = new HashSet<>();

  /** Sends warnings to a log. */
  public RefusedTables(Consumer<String> warn) {
    this.warn = warn;
  }

  /**
   * Tells which tables are refused, why, and what is used instead.
   *
   * @param instead a sentence without a full stop
   */
  public void tell(List<TableListing.Unusable> refused, String instead) {
    for (TableListing.Unusable table : refused) {
      if (told.add(table)) {
        warn.accept(
            "The mined table at "
                + table.location()
                + " is not used. "
                + table.why()
                + ". "
                + instead);
      }
    }
  }
}
