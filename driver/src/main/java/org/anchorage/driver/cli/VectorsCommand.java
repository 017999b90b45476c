/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.index.VectorStore;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Embeds a corpus and writes its vectors, in the way of a kind of artifact. */
abstract class VectorsCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin SplitOption split = new SplitOption();
  @Mixin Output output = new Output();

  @Option(names = "--to", required = true, paramLabel = "URI", description = "Where to write.")
  String to = "";

  @Option(names = "--replace", description = "Replace an existing artifact.")
  boolean replace;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    RunSettings asked = options.read();
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage " + kind());
        TrainedRun run = TrainedRun.open(session, options.run, asked)) {
      Path target = new Path(to);
      WhenExists when = replace ? WhenExists.REPLACE : WhenExists.REFUSE;
      VectorStore store = new VectorStore(session);
      store.requireFree(target, when);
      int[] rows = split.rows(run.open().catalogue());
      List<Item> items = SplitOption.items(run.open().catalogue(), rows);
      Vectors vectors;
      try (Progress bar = output.progress().start("embed", rows.length, "images")) {
        vectors = new EmbedStage(run.open().context()).embed(run.trained(), rows, bar::step);
      }
      write(store, target, when, items, vectors, run);
      double seconds = (System.nanoTime() - began) / 1e9;
      output.say(
          "Wrote %,d vectors of %d to %s in %.1f s", rows.length, vectors.dim(), to, seconds);
      output.result(
          Map.of("to", to, "items", rows.length, "dim", vectors.dim(), "seconds", seconds));
    }
    return 0;
  }

  /** Returns the kind of artifact, as in the command's name. */
  abstract String kind();

  /** Writes the artifact. */
  abstract void write(
      VectorStore store,
      Path target,
      WhenExists when,
      List<Item> items,
      Vectors vectors,
      TrainedRun run);

  /** Returns what the vectors were made from. */
  static List<Manifest.Parent> parents(TrainedRun run) {
    return List.of(run.parent(), run.open().parent());
  }
}
