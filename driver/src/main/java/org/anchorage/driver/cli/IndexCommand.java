/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Map;
import java.util.Objects;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.build.IndexStage;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Indexes a corpus: writes its vectors, its items and the network, for search. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    modelTransformer = BesideSubcommands.class,
    subcommands = {
      IndexAddCommand.class,
      IndexDeleteCommand.class,
      IndexCompactCommand.class,
      IndexInfoCommand.class,
      IndexVerifyCommand.class,
      IndexCalibrateCommand.class,
      IndexMergeCommand.class,
      IndexExportCommand.class
    },
    description = {
      "Index a corpus: write its vectors, its items and the network, for search.",
      "The settings index.kind, index.recall, index.coding and index.pictures say how."
    })
final class IndexCommand extends VectorsCommand {

  @Option(
      names = "--vectors",
      paramLabel = "URI",
      description =
          "Index vectors that embed wrote with the network of --run, and embed nothing. Their items"
              + " have no attributes and no pictures.")
  @Nullable String vectors;

  @Spec @Nullable CommandSpec spec;

  IndexCommand() {
    super("index");
  }

  @Override
  public Integer call() {
    BesideSubcommands.require(Objects.requireNonNull(spec), "--run", "--to");
    return super.call();
  }

  @Override
  Manifest write(SparkSession session, TrainedRun run) {
    IndexStage stage = new IndexStage(session, output.progress());
    if (vectors != null) {
      return stage.index(run, new Path(vectors), target.path(), target.whenExists());
    }
    int[] rows = split.rows(run.open().catalogue());
    return stage.index(run, rows, target.path(), target.whenExists());
  }

  @Override
  void describe(Manifest written, Map<String, Object> result) {
    Map<String, Long> counts = written.counts();
    double wanted = counts.getOrDefault("recall_millionths", 0L) / 1e6;
    double measured = counts.getOrDefault("measured_recall_millionths", 0L) / 1e6;
    long lists = counts.getOrDefault("lists", 0L);
    long probes = counts.getOrDefault("probes", 0L);
    long shards = counts.getOrDefault("shards", 0L);
    if (lists > shards) {
      output.say(
          "A search looks into at most %,d of %s. Recall@10 is %.4f (measured); %s was asked for",
          probes, Count.of(lists, "list"), measured, wanted);
    } else {
      output.say("A search compares all items. Recall@10 is %.4f", measured);
    }
    MissedRecall.say(wanted, measured, output);
    result.put("shards", shards);
    result.put("lists", lists);
    result.put("probes", probes);
    result.put("recall", wanted);
    result.put("measured_recall", measured);
  }
}
