/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.Locale;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.network.SavedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * How long the log of an index may be. All changes since the last compaction count, also of items
 * that were replaced or deleted again: whoever opens the index reads all of them. So do batches,
 * because each is a file. Immutable.
 *
 * @param items additions and deletions after which compaction is due, at least 1
 */
public record LogLimits(int items) {

  /** Batches after which compaction is due. */
  private static final int BATCHES = 1000;

  /** A log of so many times the length at which compaction is due takes no more. */
  private static final int MOST = 5;

  /** Refuses a log that can hold nothing. */
  public LogLimits {
    if (items < 1) {
      throw new IllegalArgumentException(
          "Compaction cannot be due after " + items + " changes; give at least 1 for --log-items");
    }
  }

  /**
   * Returns what the index's setting {@code index.log-items} says.
   *
   * @throws ArtifactException if it cannot be read
   */
  public static LogLimits of(Path index, Configuration hadoop) {
    return new LogLimits(SavedNetwork.settings(index, hadoop).typed().index().logItems());
  }

  /** Returns whether searches become slow, and memory is taken. */
  public boolean isDue(IndexInfo info) {
    return info.changes() >= items || info.batches() >= BATCHES;
  }

  /** Returns whether the log takes a batch of so many changes. An empty log takes any. */
  boolean hasRoom(IndexInfo info, int changes) {
    return info.batches() == 0
        || (info.changes() + changes <= (long) MOST * items
            && info.batches() < (long) MOST * BATCHES);
  }

  /**
   * Refuses a batch that the log does not take.
   *
   * @param action in words, for the message
   */
  void requireRoom(IndexInfo info, int changes, String action, Path index) {
    if (!hasRoom(info, changes)) {
      throw new ArtifactException(
          String.format(
              Locale.ROOT,
              "Cannot %s the index at %s: its log has %s in %s already, and %d changes in %d"
                  + " batches are the most; compact the index first",
              action,
              index,
              Count.of(info.changes(), "change"),
              Count.of(info.batches(), "batch"),
              (long) MOST * items,
              (long) MOST * BATCHES));
    }
  }
}
