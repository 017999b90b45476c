/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import org.jspecify.annotations.Nullable;

/**
 * The mined table that an epoch was planned by. Immutable.
 *
 * @param table where it lies, relative to the run or as a URI; empty if there was none
 * @param round that its parameters had done; null if the table does not say
 * @param age epochs that were done when the epoch was planned, less those that the table's
 *     parameters had done; null if the table does not say
 * @param checksum SHA-256 of the table's statistics, to tell it from another; empty if there was
 *     none
 */
public record PlannedBy(
    String table, @Nullable Integer round, @Nullable Integer age, String checksum) {

  /** An epoch that was planned without a table. */
  public static PlannedBy nothing() {
    return new PlannedBy("", null, null, "");
  }

  /** Returns whether there was a table. */
  public boolean hasTable() {
    return !table.isEmpty();
  }

  /** Returns the same table at another age. */
  public PlannedBy aged(@Nullable Integer epochs) {
    return new PlannedBy(table, round, epochs, checksum);
  }
}
