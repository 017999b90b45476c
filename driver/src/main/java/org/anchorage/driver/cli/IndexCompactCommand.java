/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.Upgrade;
import org.anchorage.driver.session.Sparks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes the log of an index part of its base. */
@Command(
    name = "compact",
    mixinStandardHelpOptions = true,
    description = {
      "Make what was added to an index and deleted from it part of its base.",
      "Searches go on meanwhile. Recall is calibrated and measured again.",
      "An index of format 1 or 2 becomes one of format 3. It needs no corpus."
    })
final class IndexCompactCommand implements Callable<Integer> {

  @Mixin IndexOption index = new IndexOption();
  @Mixin Output output = new Output();

  @Override
  public Integer call() {
    long began = System.nanoTime();
    boolean upgraded = new Upgrade(Sparks.hadoop()).run(index.path());
    try (IndexWriter writer = IndexWriter.open(index.path(), Sparks.hadoop())) {
      boolean compacted = writer.compact();
      double seconds = (System.nanoTime() - began) / 1e9;
      IndexInfo info = writer.info();
      if (upgraded) {
        output.say(
            "Made format %d of %s in %.1f s: %s, recall %.4f",
            info.format(), index.index, seconds, Count.of(info.items(), "item"), info.measured());
      } else if (compacted) {
        output.say(
            "Compacted %s in %.1f s: generation %d, %s, recall %.4f",
            index.index,
            seconds,
            info.generation(),
            Count.of(info.items(), "item"),
            info.measured());
      } else {
        output.say("Nothing was added to %s or deleted from it since the last time", index.index);
      }
      if (upgraded || compacted) {
        MissedRecall.say(info.recall(), info.measured(), output);
      }
      output.writeResult(
          Map.of(
              "compacted",
              compacted,
              "upgraded",
              upgraded,
              "generation",
              info.generation(),
              "items",
              info.items(),
              "recall",
              info.measured(),
              "seconds",
              seconds));
    }
    return 0;
  }
}
