/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.anchorage.core.config.Settings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.EpochPlan;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.plan.Round;
import org.anchorage.core.plan.RoundLengths;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.EpochWork;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.worker.loss.Landmarks;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.outer.OuterOptimiser;
import org.anchorage.worker.outer.OuterStep;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Learner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run: for each epoch a plan, its rounds, then mining and evaluation; a checkpoint after rounds,
 * a record after the epoch. Everything it does is a function of the settings and the corpus, so a
 * resumed run gives what the undisturbed one would have (but for {@code optimiser.state = kept}).
 */
public final class Training {

  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final RunDirectory directory;
  private final Lease lease;
  private final RoundEngine engine;
  private final Checkpoints checkpoints;
  private final RunLog log;
  private final Progress.Factory progress;
  private final Settings settings;
  private final Planner planner;
  private final Learner learner;
  private final Affinity given;
  private final EpochEnd end;
  private final CollapseDetector collapse;
  private final RoundLengths lengths;
  private final OuterOptimiser outer;
  private final Cadence cadence;

  /**
   * Prepares a run.
   *
   * @param lease on the directory; asked before anything is written
   * @param learner a fresh network of the run's settings: the untrained one
   * @param planner of the run's epochs
   * @param given what the first epoch is planned by
   */
  public Training(
      RunContext context,
      Catalogue catalogue,
      RunDirectory directory,
      Lease lease,
      RoundEngine engine,
      Checkpoints checkpoints,
      RunLog log,
      Progress.Factory progress,
      Learner learner,
      MineStage mine,
      Planner planner,
      Affinity given) {
    this.directory = directory;
    this.lease = lease;
    this.engine = engine;
    this.checkpoints = checkpoints;
    this.log = log;
    this.progress = progress;
    this.settings = context.shared().settings();
    this.planner = planner;
    this.given = given;
    this.learner = learner;
    this.end = new EpochEnd(context, catalogue, directory, progress, mine, planner);
    this.collapse = new CollapseDetector(landmarks(context.shared().loss()));
    this.lengths =
        new RoundLengths(
            settings.rounds(), settings.optimiser().schedule(), settings.train().epochs());
    this.outer = OuterOptimiser.of(settings.rounds().outer(), learner.statistics());
    this.cadence =
        new Cadence(
            settings.train().checkpointEvery(),
            settings.train().checkpointSeconds(),
            System::nanoTime);
  }

  /**
   * Runs from the beginning, or from a position.
   *
   * @param resumed where to go on; empty to begin
   * @return where the run stands at its end
   */
  public Position run(Optional<Position> resumed) throws IOException {
    Position position = resumed.orElse(null);
    if (position == null) {
      position =
          new Position(
              1,
              0,
              0,
              0,
              RoundStart.first(learner, settings.optimiser().state()),
              new float[0],
              EpochWork.NONE);
      log.truncateAfter(-1);
      log.append(end.untrained(position));
    } else {
      log.truncateAfter(position.epoch() - 1);
    }
    Affinity affinity = position.epoch() == 1 ? given : end.affinityAfter(position.epoch() - 1);
    while (position.epoch() <= settings.train().epochs()) {
      EpochPlan plan = planner.plan(position.epoch() - 1, affinity);
      position = rounds(plan, position);
      EpochEnd.Result result = end.finish(position);
      affinity = result.affinity();
      lease.require();
      if (settings.rounds().endsEarly()) {
        directory.write(
            String.format("steps-%04d.jsonl", position.epoch()), position.epochWork().stepLines());
      }
      log.append(result.record());
      position = position.nextEpoch();
      checkpoints.save(position, learner);
    }
    return position;
  }

  /** Found on labels laid out as a batch's are. */
  private Landmarks landmarks(RankingLoss loss) {
    int[] labels = new int[settings.batch().size()];
    Arrays.setAll(labels, i -> i / settings.batch().images());
    return Landmarks.of(loss, labels);
  }

  /** Runs what is left of an epoch's rounds. */
  private Position rounds(EpochPlan plan, Position from) {
    List<Round> rounds = plan.rounds(lengths);
    Position position = from;
    try (Progress bar = progress.start("epoch " + position.epoch(), plan.images(), "images")) {
      bar.step(position.epochWork().work().examples());
      while (position.rounds() < rounds.size()) {
        long began = System.nanoTime();
        Round round = rounds.get(position.rounds());
        double rate = rate(round, plan.batchesPerWorker());
        RoundStart start = position.start();
        RoundEngine.Outcome outcome =
            engine.run(start, WorkerRound.of(round, rate, settings.rounds().seconds()));
        OuterStep step =
            outer.step(start.parameters(), outcome.next().parameters(), position.outer(), rate);
        RoundWork done = outcome.work();
        double seconds = (System.nanoTime() - began) / 1e9;
        EpochWork work = position.epochWork().plusRound(done, outcome.traffic(), seconds);
        if (settings.rounds().endsEarly()) {
          work = work.plusSteps(outcome.steps());
        }
        position =
            position.after(outcome.next().with(step.parameters()), step.momentum(), work, done);
        collapse.after(done).forEach(LOG::warn);
        bar.note(
            String.format("loss %.4f active %.0f%%", done.meanLoss(), 100 * done.activeShare()));
        bar.step(work.work().examples());
        if (cadence.due(position.rounds()) || position.rounds() == rounds.size()) {
          position = saved(position);
        }
      }
    }
    return position;
  }

  /** Saves a position and returns it with the time that took. */
  private Position saved(Position position) {
    long began = System.nanoTime();
    lease.require();
    checkpoints.save(position, learner);
    cadence.saved();
    double seconds = (System.nanoTime() - began) / 1e9;
    return position.with(position.epochWork().plusSeconds("checkpoint", seconds));
  }

  /** The rate of a round is that of its middle. */
  private double rate(Round round, int batches) {
    double epochs = round.epoch() + (round.firstStep() + round.steps() / 2.0) / batches;
    return settings.optimiser().schedule().factor(epochs / settings.train().epochs());
  }
}
