/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.LogLimits;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --log-items N}: how long the log of an index may be. */
final class LogOption {

  @Option(
      names = "--log-items",
      paramLabel = "N",
      description =
          "Compaction is due after so many additions and deletions (default: the index's setting"
              + " index.log-items). A longer log takes memory, and each search takes longer.")
  @Nullable Integer items;

  /**
   * Refuses a log that can hold nothing, before the index is opened.
   *
   * @throws ConfigurationException if it is that short
   */
  void check() {
    if (items != null && items < 1) {
      throw new ConfigurationException("--log-items", items, "let the log have at least 1 change");
    }
  }

  IndexWriter open(IndexOption index, Configuration hadoop) {
    return items == null
        ? IndexWriter.open(index.path(), hadoop)
        : IndexWriter.open(index.path(), hadoop, items);
  }

  LogLimits limits(IndexOption index, Configuration hadoop) {
    return items == null ? LogLimits.of(index.path(), hadoop) : new LogLimits(items);
  }

  /** Says that compaction is due. */
  static void sayDue(IndexInfo info, String index, Output output) {
    output.say(
        "Compaction is due: %s in %s since the last. Run ./anchorage index compact --index %s",
        Count.of(info.changes(), "change"), Count.of(info.batches(), "batch"), index);
  }
}
