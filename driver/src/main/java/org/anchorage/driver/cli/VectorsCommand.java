/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;

/** Embeds a corpus and writes its vectors, as one kind of artifact. */
abstract class VectorsCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin SplitOption split = new SplitOption();
  @Mixin TargetOptions target = new TargetOptions();
  @Mixin Output output = new Output();

  private final String name;

  VectorsCommand(String name) {
    this.name = name;
  }

  /** Writes the artifact. */
  abstract Manifest write(SparkSession session, TrainedRun run);

  /** Says more about what was written, and adds it to the result. */
  void describe(Manifest written, Map<String, Object> result) {}

  @Override
  public Integer call() {
    long began = System.nanoTime();
    RunSettings asked = options.read();
    target.requireFree(asked.typed().spark());
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage " + name);
        TrainedRun run = TrainedRun.open(session, options.run, asked)) {
      Manifest manifest = write(session, run);
      long items = manifest.counts().getOrDefault("items", 0L);
      long dim = manifest.counts().getOrDefault("dim", 0L);
      double seconds = (System.nanoTime() - began) / 1e9;
      output.say(
          "Wrote %s of %d to %s in %.1f s", Count.of(items, "vector"), dim, target.to, seconds);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("to", target.to);
      result.put("items", items);
      result.put("dim", dim);
      result.put("seconds", seconds);
      describe(manifest, result);
      output.writeResult(result);
    }
    return 0;
  }
}
