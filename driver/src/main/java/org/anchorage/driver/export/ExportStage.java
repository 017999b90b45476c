/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.export;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.names.Convention;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.worker.backbone.BackboneTensors;
import org.anchorage.worker.step.Engine;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Exports a trained network for programs that do not know Anchorage: a directory with a file, as
 * {@link ExportFormat} names it, and a manifest. Thread-safe.
 */
public final class ExportStage {

  /** Kind of the artifact. */
  public static final String KIND = "export";

  private static final int FORMAT = 1;

  private final Configuration hadoop;

  /** Creates the stage with the configuration of file systems. */
  public ExportStage(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Refuses what a network cannot be exported as. Needs no Spark.
   *
   * @param names of the tensors; empty for those that fit the network
   * @throws ConfigurationException if the network cannot have this format or these names
   */
  public static void requirePossible(
      EncoderSettings encoder, ExportFormat format, Optional<Convention> names) {
    switch (format) {
      case DL4J -> requireStockLayers(encoder);
      case SAFETENSORS ->
          BackboneTensors.requireNames(
              encoder, names.orElseGet(() -> BackboneTensors.natural(encoder)));
      case ONNX -> {}
    }
  }

  private static void requireStockLayers(EncoderSettings encoder) {
    for (LayerGraph.Node node : encoder.architecture().layers(encoder.shape()).nodes()) {
      if (node.layer() instanceof Layer.ConvolutionUnit
          || node.layer() instanceof Layer.GlobalPool
          || node.layer() instanceof Layer.LayerNorm) {
        throw new ConfigurationException(
            "--format",
            "dl4j",
            String.format(
                Locale.ROOT,
                "encoder.name = %s has a layer (%s) that DL4J does not have; use %s",
                encoder.name(),
                node.name(),
                encoder.architecture().isBackbone() ? "onnx or safetensors" : "onnx"));
      }
    }
  }

  /**
   * Writes the network of a run's newest checkpoint.
   *
   * @param target where it will lie
   * @param format of the network's file
   * @param names of its tensors, for {@link ExportFormat#SAFETENSORS}; empty for those of the
   *     framework that its weights come from
   * @throws ArtifactException if it cannot be written
   * @throws ConfigurationException if the network cannot have this format or these names
   */
  public Manifest write(
      TrainedRun run,
      Path target,
      WhenExists when,
      ExportFormat format,
      Optional<Convention> names) {
    Settings settings = run.open().settings();
    requirePossible(settings.encoder(), format, names);
    RunContext.Shared shared = run.open().context().shared();
    Engine engine = shared.engine();
    float[] trained = run.trained();
    int parameters = engine.embeddingParameters(settings, trained).length;
    NetworkWriter writer = new NetworkWriter(engine, settings, shared.layout(), trained);
    return new Artifacts(hadoop)
        .write(
            target,
            when,
            new Draft(KIND, FORMAT, run.settings().written(), List.of(run.parent())),
            temporary -> {
              Path file = new Path(temporary, format.file());
              try (OutputStream out =
                  new BufferedOutputStream(temporary.getFileSystem(hadoop).create(file))) {
                writer.write(format, names, out);
              }
              return new Contents("", Map.of("parameters", (long) parameters));
            });
  }
}
