/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

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
        "Compaction is due: %,d changes in %,d batches since the last. Run ./anchorage index compact"
            + " --index %s",
        info.changes(), info.batches(), index);
  }
}
