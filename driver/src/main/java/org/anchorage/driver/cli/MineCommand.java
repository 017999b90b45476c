/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mines a run's corpus: once, as a job to schedule, or as long as the run trains. */
@Command(
    name = "mine",
    mixinStandardHelpOptions = true,
    description =
        "Mine hard classes and hard negatives, from a run's newest checkpoint, or export a table"
            + " that was mined before.")
final class MineCommand implements Callable<Integer> {

  @Mixin MineSource options = new MineSource();
  @Mixin ExportOptions export = new ExportOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--to",
      paramLabel = "URI",
      description =
          "Where to write the table (default: mined/round-N in the run). With --export: where to"
              + " write the export.")
  @Nullable String to;

  @Option(names = "--replace", description = "Replace an existing table or export.")
  boolean replace;

  @Option(
      names = "--follow",
      description =
          "Mine each new checkpoint while the run trains (mine.by=beside). Ends with the run.")
  boolean follow;

  @Override
  public Integer call() {
    WhenExists when = replace ? WhenExists.REPLACE : WhenExists.REFUSE;
    export.check(options, to);
    if (follow && (to != null || replace || options.table != null)) {
      String wrong = to != null ? "--to" : replace ? "--replace" : "--table";
      throw new ConfigurationException(
          wrong,
          String.valueOf(to != null ? to : replace ? "true" : options.table),
          "--follow writes mined/round-N in the run, each once; leave this out");
    }
    if (follow) {
      new MineFollowing(options, output).run();
    } else if (options.table != null) {
      export(new Path(options.table), when);
    } else {
      new MineOnce(options, output, export.asked() ? null : to, when, export).run();
    }
    return 0;
  }

  private void export(Path table, WhenExists when) {
    Map<String, Object> result = new LinkedHashMap<>();
    try (SparkSession session = Sparks.open(options.read().typed().spark(), "anchorage export")) {
      export.requireFree(when);
      export.write(session, table, when, output, result);
    }
    output.writeResult(result);
  }
}
