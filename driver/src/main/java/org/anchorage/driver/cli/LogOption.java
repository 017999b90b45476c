/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.driver.index.log.IndexWriter;
import picocli.CommandLine.Option;

/** {@code --log-items N}: how long the log of an index may be. */
final class LogOption {

  @Option(
      names = "--log-items",
      paramLabel = "N",
      description =
          "Compaction is due after so many additions and deletions (default ${DEFAULT-VALUE}). A longer"
              + " log takes memory, and each search takes longer.")
  int items = IndexWriter.LOG_ITEMS;

  void sayIfDue(IndexWriter writer, String index, Output output) {
    if (writer.compactionDue()) {
      output.say(
          "Compaction is due: %,d items were added or deleted since the last. Run ./anchorage index"
              + " compact --index %s",
          writer.info().added() + writer.info().deleted(), index);
    }
  }
}
