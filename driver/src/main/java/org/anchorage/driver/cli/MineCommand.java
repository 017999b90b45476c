/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mines a run's corpus once: the job to schedule. */
@Command(
    name = "mine",
    mixinStandardHelpOptions = true,
    description = "Mine hard classes and hard negatives once, from a run's newest checkpoint.")
final class MineCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--to",
      paramLabel = "URI",
      description = "Where to write the table (default: mined/round-N in the run).")
  @Nullable String to;

  @Option(names = "--replace", description = "Replace an existing table.")
  boolean replace;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    RunSettings asked = options.read();
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage mine");
        TrainedRun run = TrainedRun.open(session, options.run, asked)) {
      int[] rows = run.open().catalogue().rows(Split.TRAIN);
      VectorBlocks vectors =
          new EmbedStage(run.open().context(), output.progress())
              .embed("embed", run.trained(), rows, run.directory().vectors("mine"));
      Path target =
          to == null
              ? new Path(
                  run.directory().location(), "mined/round-" + run.position().start().round())
              : new Path(to);
      WhenExists when = replace ? WhenExists.REPLACE : WhenExists.REFUSE;
      Mined mined =
          MineStage.of(run.open(), run.settings().written())
              .run(vectors, rows, target, when, output.progress());
      vectors.delete();
      double seconds = (System.nanoTime() - began) / 1e9;
      output.say(
          "Mined %,d hard negatives of %,d images to %s in %.1f s",
          mined.tally().kept(), rows.length, target, seconds);
      output.say(
          "  similarity of positives: median %.3f; of negatives: median %.3f",
          mined.positives().median(), mined.negatives().median());
      output.say("  search: %s", mined.searched().inWords());
      mined
          .rejected()
          .forEach((reason, count) -> output.say("  rejected: %-18s %,d", reason, count));
      output.say("Plan by it: ./anchorage train ... mining=classes mine.table=%s", target);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("to", target.toString());
      result.put("images", rows.length);
      result.put("positives", mined.positives());
      result.put("negatives", mined.negatives());
      result.put("rejected", mined.rejected());
      result.put("search", mined.searched().kind().name().toLowerCase(Locale.ROOT));
      if (mined.searched().probes() > 0) {
        result.put("recall", mined.searched().share());
      }
      result.put("seconds", seconds);
      output.writeResult(result);
    }
    return 0;
  }
}
