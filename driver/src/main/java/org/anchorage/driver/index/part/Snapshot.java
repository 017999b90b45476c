/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
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

  /** Returns the names of the attributes that items have. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    parts.forEach(live -> names.addAll(live.part().names()));
    return names;
  }

  /**
   * Reads something of an item, if it is there.
   *
   * @param read gets the item's part and row
   */
  public <R> Optional<R> ofItem(String id, BiFunction<IndexPart, Integer, R> read) {
    for (LivePart live : parts) {
      OptionalInt row = live.row(id);
      if (row.isPresent()) {
        return Optional.of(read.apply(live.part(), row.getAsInt()));
      }
    }
    return Optional.empty();
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
