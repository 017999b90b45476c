/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.index.vectors.VectorStage;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;

/** Embeds a corpus and writes its vectors, as one kind of artifact. */
abstract class VectorsCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin SplitOption split = new SplitOption();
  @Mixin TargetOptions target = new TargetOptions();
  @Mixin Output output = new Output();

  private final String name;
  private final Writer writer;

  /** Writes one kind of artifact. */
  @FunctionalInterface
  interface Writer {
    Manifest write(VectorStage stage, TrainedRun run, int[] rows, Path target, WhenExists when);
  }

  VectorsCommand(String name, Writer writer) {
    this.name = name;
    this.writer = writer;
  }

  @Override
  public Integer call() {
    long began = System.nanoTime();
    RunSettings asked = options.read();
    target.requireFree(asked.typed().spark());
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage " + name);
        TrainedRun run = TrainedRun.open(session, options.run, asked)) {
      int[] rows = split.rows(run.open().catalogue());
      VectorStage stage = new VectorStage(session, output.progress());
      Manifest manifest = writer.write(stage, run, rows, target.path(), target.whenExists());
      long dim = manifest.counts().getOrDefault("dim", 0L);
      double seconds = (System.nanoTime() - began) / 1e9;
      output.say("Wrote %,d vectors of %d to %s in %.1f s", rows.length, dim, target.to, seconds);
      output.writeResult(
          Map.of("to", target.to, "items", rows.length, "dim", dim, "seconds", seconds));
    }
    return 0;
  }
}
