/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.export.ExportFormat;
import org.anchorage.driver.export.ExportStage;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a run's network. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Export a run's network for programs that do not know Anchorage.")
final class ExportCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin TargetOptions target = new TargetOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "dl4j (default): DL4J's own layers, images N x C x H x W as the network reads them. Not for"
            + " backbones.",
        "safetensors: a backbone's tensors with a framework's names, and its head.",
        "onnx: operator set 17, images N x C x H x W in RGB from 0 to 1. For all networks."
      })
  ExportFormat format = ExportFormat.DL4J;

  @Option(
      names = "--names",
      paramLabel = "NAMES",
      description =
          "Names of safetensors: torchvision, timm, keras or folded (default: as its form asks).")
  @Nullable Convention names;

  @Override
  public Integer call() {
    if (names != null && format != ExportFormat.SAFETENSORS) {
      throw new ConfigurationException(
          "--names",
          names.written(),
          "only --format safetensors has names to choose; leave it out");
    }
    RunSettings asked = options.read();
    ExportStage.requirePossible(asked.typed().encoder(), format, Optional.ofNullable(names));
    target.requireFree(asked.typed().spark());
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage export");
        TrainedRun run = TrainedRun.open(session, options.run, asked)) {
      Manifest manifest =
          new ExportStage(session.sparkContext().hadoopConfiguration())
              .write(run, target.path(), target.whenExists(), format, Optional.ofNullable(names));
      String file = new Path(target.to, format.file()).toString();
      long parameters = manifest.counts().getOrDefault("parameters", 0L);
      output.say("Exported %,d parameters to %s", parameters, file);
      output.say("Open it: " + opening(), file);
      output.writeResult(Map.of("to", target.to, "network", file, "parameters", parameters));
    }
    return 0;
  }

  private String opening() {
    return switch (format) {
      case DL4J -> "ModelSerializer.restoreComputationGraph(new File(\"%s\"))";
      case SAFETENSORS -> "safetensors.torch.load_file(\"%s\")";
      case ONNX -> "onnxruntime.InferenceSession(\"%s\")";
    };
  }
}
