/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.UnknownValue;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.store.Generation;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What one must know of an index to change it: its ids, classes and attributes, and how long its
 * log is. Of the base it opens the items alone, so that a changed index on another filesystem is
 * not copied whole. Thread-safe.
 */
final class KnownItems implements AutoCloseable {

  private final Generations generations;
  private final CurrentFiles files;
  private Snapshot now;

  /**
   * Opens the items of an index of format 3.
   *
   * @throws ArtifactException if it cannot be read
   */
  KnownItems(Path location, Configuration hadoop) {
    this.generations = new Generations(location, hadoop);
    this.files = new CurrentFiles(location, hadoop, Generation::openItems);
    this.now = files.open(generations.requireChangeable());
  }

  /** Returns what is known of the index. */
  synchronized IndexInfo info() {
    return now.info();
  }

  /** Returns whether there is an item of an id. */
  synchronized boolean has(String id) {
    return now.parts().stream().anyMatch(live -> live.row(id).isPresent());
  }

  /**
   * Returns the ids of the items that a filter admits.
   *
   * @throws IllegalArgumentException if it asks for an attribute that no item has
   */
  synchronized List<String> ids(ItemFilter where) {
    SortedSet<String> names = new TreeSet<>();
    now.parts().forEach(live -> names.addAll(live.part().names()));
    where.require(names);
    List<String> ids = new ArrayList<>();
    for (LivePart live : now.parts()) {
      for (int row : live.live().and(live.part().matching(where)).rows()) {
        ids.add(live.part().id(row));
      }
    }
    return ids;
  }

  /** Returns the values of a filter that no item has. */
  synchronized List<UnknownValue> unknown(ItemFilter where) {
    return UnknownValue.of(now, where);
  }

  /**
   * Takes up what has changed.
   *
   * @throws ArtifactException if it cannot be read; what is known stays as it was
   */
  synchronized void refresh() {
    Manifest manifest = generations.manifest();
    files
        .newer(now, manifest)
        .ifPresent(
            next -> {
              now.closeAllBut(next);
              now = next;
            });
  }

  @Override
  public synchronized void close() {
    now.close();
  }
}
