/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.export;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.worker.step.Engine;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Exports a trained network for programs that know its engine's framework and not Anchorage: a
 * directory with {@value #NETWORK} and a manifest. With DL4J's engines, {@code
 * ModelSerializer.restoreComputationGraph} opens the file. Thread-safe.
 */
public final class ExportStage {

  /** Kind of the artifact. */
  public static final String KIND = "export";

  /** Name of the network's file. */
  public static final String NETWORK = "network.zip";

  private static final int FORMAT = 1;

  private final Configuration hadoop;

  /** Creates the stage with the configuration of file systems. */
  public ExportStage(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Writes the network of a run's newest checkpoint.
   *
   * @param target where it will lie
   * @throws ArtifactException if it cannot be written
   */
  public Manifest write(TrainedRun run, Path target, WhenExists when) {
    Settings settings = run.open().settings();
    Engine engine = run.open().context().shared().engine();
    float[] parameters = engine.embeddingParameters(settings, run.trained());
    return new Artifacts(hadoop)
        .write(
            target,
            when,
            new Draft(KIND, FORMAT, run.settings().written(), List.of(run.parent())),
            temporary -> {
              Path file = new Path(temporary, NETWORK);
              try (OutputStream out =
                  new BufferedOutputStream(temporary.getFileSystem(hadoop).create(file))) {
                engine.export(settings, parameters, out);
              }
              return new Contents("", Map.of("parameters", (long) parameters.length));
            });
  }
}
