/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.Collections;
import java.util.List;
import org.apache.spark.Partitioner;

/**
 * Ranges of ids in Java's order of strings. Spark's own ranges are drawn anew for every job; these
 * are the same in every job of an open corpus. Immutable.
 */
final class IdRanges extends Partitioner {

  private final List<String> lowest;

  /**
   * Makes one range more than there are bounds.
   *
   * @param lowest least id of each range but the first, ascending and distinct
   */
  IdRanges(List<String> lowest) {
    this.lowest = List.copyOf(lowest);
  }

  @Override
  public int numPartitions() {
    return lowest.size() + 1;
  }

  @Override
  public int getPartition(Object id) {
    int found = Collections.binarySearch(lowest, (String) id);
    return found < 0 ? -found - 1 : found + 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdRanges ranges && lowest.equals(ranges.lowest);
  }

  @Override
  public int hashCode() {
    return lowest.hashCode();
  }
}
