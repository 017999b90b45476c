/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.Affinity;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunDirectory;
import org.apache.spark.sql.SparkSession;

/** Begins runs and resumes them. */
public final class TrainStage {

  private final SparkSession session;
  private final Progress.Factory progress;

  /** Creates the stage. */
  public TrainStage(SparkSession session, Progress.Factory progress) {
    this.session = session;
    this.progress = progress;
  }

  /**
   * Begins a run.
   *
   * @param asked the settings, {@code corpus} and {@code run} among them
   * @return its records, the untrained network's first
   * @throws ArtifactException if a run lies there already
   * @throws LeaseException if another driver has just begun one there
   */
  public List<EpochRecord> begin(RunSettings asked) {
    Settings settings = asked.typed();
    try (OpenRun run = OpenRun.open(session, settings)) {
      RunDirectory directory = new RunDirectory(settings.run(), run.hadoop());
      // What cannot be planned is refused before it leaves a run behind.
      Planning planning = Planning.of(session, run);
      directory.requireFree();
      try (Lease lease = lease(directory, run)) {
        Training training = training(run, directory, lease, asked, planning, 1);
        directory.create(asked);
        return train(training, run, directory, Optional.empty());
      }
    }
  }

  /**
   * Goes on with a run from its newest whole checkpoint; from the beginning where it has none yet.
   *
   * @param asked the settings; they may differ from the run's own only in what does not make it
   *     another run
   * @return its records, those from before included
   * @throws ArtifactException if there is no such run, or its corpus has changed
   * @throws LeaseException if another driver trains it
   */
  public List<EpochRecord> resume(RunSettings asked) {
    Settings settings = asked.typed();
    try (OpenRun run = OpenRun.open(session, settings)) {
      RunDirectory directory = new RunDirectory(settings.run(), run.hadoop());
      RunSettings resumed = directory.resumed(asked);
      Planning planning = Planning.of(session, run);
      try (Lease lease = lease(directory, run)) {
        Optional<Position> newest = checkpoints(run, directory, resumed, planning).newest();
        if (newest.isEmpty()) {
          refuseRecorded(run, directory);
        }
        int epoch = newest.map(Position::epoch).orElse(1);
        Training training = training(run, directory, lease, resumed, planning, epoch);
        directory.replaceSettings(resumed);
        return train(training, run, directory, newest);
      }
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
   * A run that has records of epochs and no checkpoint has lost it; beginning anew would hide that.
   */
  private static void refuseRecorded(OpenRun run, RunDirectory directory) {
    try {
      int epochs = new RunLog(directory.location(), run.hadoop()).read().size() - 1;
      if (epochs > 0) {
        throw new ArtifactException(
            "The run at "
                + directory.location()
                + " has records of "
                + epochs
                + " epochs and no checkpoint to go on from; restore one, or begin another run");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read the records of " + directory.location() + ": " + e.getMessage(), e);
    }
  }

  private static Checkpoints checkpoints(
      OpenRun run, RunDirectory directory, RunSettings asked, Planning planning) {
    return new Checkpoints(
        directory.checkpoints(),
        run.hadoop(),
        asked.written(),
        planning.parents(),
        run.settings().train().checkpointKeep());
  }

  /** Prepares a run that goes on with an epoch, from 1. */
  private Training training(
      OpenRun run,
      RunDirectory directory,
      Lease lease,
      RunSettings asked,
      Planning planning,
      int epoch) {
    MineStage mine =
        new MineStage(
            session, run.settings().mine(), asked.written(), run.catalogue(), run.parent());
    return new Training(
        run.context(),
        run.catalogue(),
        directory,
        lease,
        RoundEngine.of(run.context()),
        checkpoints(run, directory, asked, planning),
        new RunLog(directory.location(), run.hadoop()),
        progress,
        run.untrained(),
        mine,
        planning.planner(),
        // Only the first epoch is planned by it: later ones go on without the table.
        epoch == 1 ? mine.given() : new Affinity.None());
  }

  private static List<EpochRecord> train(
      Training training, OpenRun run, RunDirectory directory, Optional<Position> from) {
    try {
      training.run(from);
      return new RunLog(directory.location(), run.hadoop()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The run at " + directory.location() + " stopped: " + e.getMessage(), e);
    }
  }
}
