/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.export.ExportStage;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Exports a run's network as one of DL4J's own layers. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Export a run's network for plain DL4J: its own layers, images N x C x H x W.")
final class ExportCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin TargetOptions target = new TargetOptions();
  @Mixin Output output = new Output();

  @Override
  public Integer call() {
    RunSettings asked = options.read();
    target.requireFree(asked.typed().spark());
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage export");
        TrainedRun run = TrainedRun.open(session, options.run, asked)) {
      Manifest manifest =
          new ExportStage(session.sparkContext().hadoopConfiguration())
              .write(run, target.path(), target.whenExists());
      String file = new Path(target.to, ExportStage.NETWORK).toString();
      long parameters = manifest.counts().getOrDefault("parameters", 0L);
      output.say("Exported %,d parameters to %s", parameters, file);
      output.say("Open it: ModelSerializer.restoreComputationGraph(new File(\"%s\"))", file);
      output.writeResult(Map.of("to", target.to, "network", file, "parameters", parameters));
    }
    return 0;
  }
}
