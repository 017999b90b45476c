/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.List;
import java.util.Optional;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.worker.step.Embedder;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained run, opened on its own corpus or on another one.
 *
 * @param directory of the run
 * @param settings its own, with what was asked for over them, e.g. another corpus
 * @param open its corpus and stages
 * @param position of its newest whole checkpoint
 */
public record TrainedRun(
    RunDirectory directory, RunSettings settings, OpenRun open, Position position)
    implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrainedRun.class);

  /**
   * Opens a run with its own settings.
   *
   * @param uri where it lies
   * @throws ArtifactException if there is no run, or it has no whole checkpoint
   */
  public static TrainedRun open(SparkSession session, String uri) {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    return open(session, uri, new RunDirectory(uri, hadoop).settings());
  }

  /**
   * Opens a run with settings over its own, e.g. another corpus.
   *
   * @param uri where it lies
   * @param settings to open it with
   * @throws ConfigurationException if they describe another network
   * @throws ArtifactException if there is no run, or it has no whole checkpoint
   */
  public static TrainedRun open(SparkSession session, String uri, RunSettings settings) {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    RunDirectory directory = new RunDirectory(uri, hadoop);
    RunSettings fitting = directory.ofSameNetwork(settings);
    Checkpoints.Found newest =
        Checkpoints.found(directory.checkpoints(), hadoop)
            .orElseThrow(
                () ->
                    new ArtifactException(
                        "The run at "
                            + uri
                            + " has no checkpoint yet; train it, or train --resume"));
    Position position = newest.position();
    StartArtifact start = directory.start();
    boolean started = position.moving() != null || start.exists();
    OpenRun open = OpenRun.open(session, fitting.typed(), shared -> started ? start.read() : null);
    replaced(newest.manifest().parents(), open.parent()).ifPresent(LOG::warn);
    return new TrainedRun(directory, fitting, open, position);
  }

  /** Returns what to say if another corpus lies where that of the training lay. */
  static Optional<String> replaced(List<Manifest.Parent> trainedOn, Manifest.Parent now) {
    return trainedOn.stream()
        .filter(before -> before.kind().equals(now.kind()))
        .filter(before -> before.location().equals(now.location()))
        .filter(before -> !before.fingerprint().equals(now.fingerprint()))
        .findFirst()
        .map(
            before ->
                "The corpus at "
                    + now.location()
                    + " was replaced since the run was trained (its fingerprint is "
                    + now.fingerprint()
                    + ", not "
                    + before.fingerprint()
                    + "): classes that count as never seen may have been trained on");
  }

  /** Returns the parameters of the whole trained network, including those that its loss learnt. */
  public float[] trained() {
    return open.context().shared().whole(position);
  }

  /** Returns the trained network for embedding, without the parameters that its loss learnt. */
  public Embedder embedder() {
    Embedder embedder = open.embedder();
    embedder.setParameters(
        open.context().shared().engine().embeddingParameters(open.settings(), trained()));
    return embedder;
  }

  /** Returns the run as the parent of what is made from it. */
  public Manifest.Parent parent() {
    return new Manifest.Parent(
        Checkpoints.KIND, directory.location().toString(), "round " + position.start().round());
  }

  @Override
  public void close() {
    open.close();
  }
}
