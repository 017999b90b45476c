/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.List;
import org.anchorage.driver.index.IndexInfo;

/**
 * The parts that are searched together. The order of parts is the order of items: of equal
 * distances, the earlier part comes first.
 *
 * @param parts the base's shards, then what was added
 * @param info what is known of the index
 */
public record Snapshot(List<LivePart> parts, IndexInfo info) {

  public Snapshot {
    parts = List.copyOf(parts);
  }

  /** Returns how many items are there. */
  public long count() {
    return parts.stream().mapToLong(part -> part.live().count()).sum();
  }

  /** Closes the parts that another snapshot does not have. */
  public void closeAllBut(Snapshot other) {
    for (LivePart part : parts) {
      if (other.parts.stream().noneMatch(kept -> kept.part() == part.part())) {
        part.part().close();
      }
    }
  }

  /** Closes all parts. */
  public void close() {
    parts.forEach(part -> part.part().close());
  }
}
