/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.TrainSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.CorpusOrientation;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.RunStart;
import org.anchorage.driver.run.StartArtifact;
import org.anchorage.driver.run.WeightFiles;
import org.anchorage.driver.run.WeightSource;
import org.anchorage.driver.weights.StoredWeights;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins runs and resumes them. */
public final class TrainStage {

  private static final Logger LOG = LoggerFactory.getLogger(TrainStage.class);

  private final SparkSession session;
  private final Progress.Factory progress;
  private final WeightFiles files;
  private final Configuration hadoop;

  /** Creates the stage. */
  public TrainStage(SparkSession session, Progress.Factory progress) {
    this(session, progress, new StoredWeights());
  }

  /** Creates the stage with files of weights, one of which may be open already. */
  public TrainStage(SparkSession session, Progress.Factory progress, WeightFiles files) {
    this.session = session;
    this.progress = progress;
    this.files = files;
    this.hadoop = session.sparkContext().hadoopConfiguration();
  }

  /**
   * Begins a run.
   *
   * @param asked the settings, {@code corpus} and {@code run} among them
   * @return its records, the untrained network's first
   * @throws ArtifactException if a run lies there already
   * @throws ConfigurationException if the file of weights cannot be read or does not fit
   * @throws LeaseException if another driver has just begun one there
   */
  public List<EpochRecord> begin(RunSettings asked) {
    RunSettings begun = CorpusOrientation.decided(files.resolved(asked, hadoop), hadoop);
    Settings settings = begun.typed();
    if (settings.fineTune().isWarmUpAlone(settings.train().epochs())) {
      LOG.warn(
          "The backbone will not be trained: encoder.warm-up = {} takes all of epochs = {}. Give"
              + " more epochs or a shorter warm-up; if the head alone is meant, set"
              + " encoder.trainable = head",
          settings.fineTune().warmUp(),
          settings.train().epochs());
    }
    Optional<WeightSource> weights =
        settings.encoder().backbone().hasWeights()
            ? Optional.of(files.open(settings, hadoop))
            : Optional.empty();
    try (OpenRun run =
        OpenRun.open(session, settings, weights.map(RunStart::from).orElse(RunStart.DRAWN))) {
      RunDirectory directory = new RunDirectory(settings.run(), hadoop);
      // A run that cannot be planned is refused before anything is written.
      Planning planning = Planning.of(run);
      directory.requireFree();
      try (Lease lease = lease(directory, run)) {
        RunParts parts = RunParts.of(run, directory, lease, planning, begun, progress);
        Training training = new Training(parts, Optional.empty());
        // Again, now that no other driver can begin a run: its start must not be written over.
        directory.requireFree();
        float[] start = run.context().shared().start();
        directory.start().delete();
        if (start != null) {
          List<Manifest.Parent> parents =
              weights.stream().map(file -> StartArtifact.parent(settings, file)).toList();
          directory.start().write(start, begun.written(), parents);
        }
        directory.create(begun);
        return train(training, parts);
      }
    }
  }

  /**
   * Goes on with a run from its newest whole checkpoint, or from the beginning if it has none yet.
   *
   * @param asked the settings; they may differ from the run's own only in keys that may change on
   *     resume
   * @return all its records, earlier ones included
   * @throws ArtifactException if there is no such run, or its corpus has changed
   * @throws LeaseException if another driver trains it
   */
  public List<EpochRecord> resume(RunSettings asked) {
    RunDirectory directory = new RunDirectory(asked.typed().run(), hadoop);
    RunSettings resumed = directory.resumed(asked);
    Settings settings = resumed.typed();
    StartArtifact start = directory.start();
    try (OpenRun run =
        OpenRun.open(
            session, settings, start.exists() ? shared -> start.read() : RunStart.MISSING)) {
      Planning planning = Planning.of(run);
      try (Lease lease = lease(directory, run)) {
        RunParts parts = RunParts.of(run, directory, lease, planning, resumed, progress);
        Optional<Position> newest = parts.checkpoints().newest();
        if (newest.isEmpty()) {
          refuseRecorded(parts);
        }
        newest.ifPresent(position -> refuseFewerEpochs(directory, settings, position));
        Training training = new Training(parts, newest);
        directory.replaceSettings(resumed);
        return train(training, parts);
      }
    }
  }

  /** Refuses to write fewer epochs into a run's settings than it has trained. */
  private static void refuseFewerEpochs(RunDirectory directory, Settings asked, Position position) {
    int begun = position.rounds() == 0 ? position.epoch() - 1 : position.epoch();
    if (asked.train().epochs() < begun) {
      throw new ConfigurationException(
          TrainSettings.EPOCHS,
          asked.train().epochs(),
          "the run at "
              + directory.location()
              + " is in epoch "
              + begun
              + " already; give at least as many, or leave it out");
    }
  }

  private static Lease lease(RunDirectory directory, OpenRun run) {
    return Lease.take(
        directory.location(),
        run.hadoop(),
        Duration.ofSeconds(run.settings().train().leaseSeconds()),
        Clock.systemUTC());
  }

  /**
   * Refuses a run that has records of epochs but no checkpoint: beginning anew would hide the loss.
   */
  private static void refuseRecorded(RunParts parts) {
    try {
      int epochs = parts.log().read().size() - 1;
      if (epochs > 0) {
        throw new ArtifactException(
            "The run at "
                + parts.directory().location()
                + " has records of "
                + epochs
                + " epochs and no checkpoint to go on from; restore one, or begin another run");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read the records of " + parts.directory().location() + ": " + e.getMessage(), e);
    }
  }

  private static List<EpochRecord> train(Training training, RunParts parts) {
    // The tables that the run itself mines; miners beside it have a lease of their own.
    parts.directory().sweepMined("epoch-");
    try {
      training.run();
      return parts.log().read();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The run at " + parts.directory().location() + " stopped: " + e.getMessage(), e);
    }
  }
}
