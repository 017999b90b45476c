/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.EpochPlan;
import org.anchorage.core.plan.Round;
import org.anchorage.core.plan.RoundLengths;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.Stage;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.run.EpochWork;
import org.anchorage.driver.run.Movement;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunContext;
import org.anchorage.worker.loss.Landmarks;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.outer.OuterOptimiser;
import org.anchorage.worker.outer.OuterStep;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a run. Each epoch has a plan, its rounds, mining and evaluation; checkpoints are written
 * after rounds, and a record after the epoch. All of it is a function of the settings, the corpus
 * and, with {@code mine.by = beside}, the tables that its epochs were planned by, so a resumed run
 * gives the same result as one that was never stopped (except with {@code optimiser.state = kept}).
 */
final class Training {

  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final RunParts parts;
  private final Settings settings;
  private final Movement movement;
  private final Optional<Position> resumed;
  private final PlanSource source;
  private final EpochEnd end;
  private final CollapseDetector collapse;
  private final RoundLengths lengths;
  private final Cadence cadence;

  /**
   * Prepares a run; nothing is written yet.
   *
   * @param resumed where to go on; empty to begin
   * @throws ArtifactException if the first epoch is to be planned by a table that cannot be read
   */
  Training(RunParts parts, Optional<Position> resumed) {
    this.parts = parts;
    this.settings = parts.run().settings();
    this.movement = new Movement(parts.run().context().shared());
    this.resumed = resumed;
    this.source = PlanSource.of(parts, resumed.map(Position::epoch).orElse(1));
    this.end = new EpochEnd(parts);
    RunContext.Shared shared = parts.run().context().shared();
    this.collapse = new CollapseDetector(landmarks(shared.loss()));
    this.lengths =
        new RoundLengths(
            settings.rounds(), settings.optimiser().schedule(), settings.train().epochs());
    this.cadence =
        new Cadence(
            settings.train().checkpointEvery(),
            settings.train().checkpointSeconds(),
            System::nanoTime);
  }

  /**
   * Runs to the end.
   *
   * @return where the run stands then
   */
  Position run() throws IOException {
    Position position = resumed.orElse(null);
    if (position == null) {
      position = movement.first();
      parts.log().truncateAfter(-1);
      parts.log().append(end.evaluateUntrained(position));
      if (settings.train().epochs() == 0) {
        // The only checkpoint that such a run has.
        position = save(position);
      }
    } else {
      parts.log().truncateAfter(position.epoch() - 1);
    }
    while (position.epoch() <= settings.train().epochs()) {
      PlanSource.Source from = source.of(position);
      EpochPlan plan = parts.planning().planner().plan(position.epoch() - 1, from.affinity());
      position = rounds(plan, position);
      EpochEnd.Result result = end.finish(position);
      source.mined(result.affinity());
      parts.lease().require();
      if (settings.rounds().endsEarly()) {
        parts
            .directory()
            .write(
                String.format(Locale.ROOT, "steps-%04d.jsonl", position.epoch()),
                position.epochWork().stepLines());
      }
      parts.log().append(result.record().with(from.plannedBy()));
      position = movement.entered(position.nextEpoch());
      parts.checkpoints().save(position, movement::whole);
    }
    return position;
  }

  /** Returns the loss's landmarks on a batch of the settings' classes and images. */
  private Landmarks landmarks(RankingLoss loss) {
    int[] labels = new int[settings.batch().size()];
    Arrays.setAll(labels, i -> i / settings.batch().images());
    return Landmarks.of(loss, labels);
  }

  /** Runs the remaining rounds of an epoch. */
  private Position rounds(EpochPlan plan, Position from) {
    List<Round> rounds = plan.rounds(lengths);
    Position position = from;
    OuterOptimiser outer =
        OuterOptimiser.of(settings.rounds().outer(), movement.measured(position));
    try (Progress bar =
        parts.progress().start("epoch " + position.epoch(), plan.images(), "images")) {
      bar.step(position.epochWork().work().examples());
      while (position.rounds() < rounds.size()) {
        long began = System.nanoTime();
        Round round = rounds.get(position.rounds());
        double rate = rate(round, plan.batchesPerWorker());
        RoundStart start = position.start();
        RoundEngine.Outcome outcome =
            parts.engine().run(start, WorkerRound.of(round, rate, settings.rounds().seconds()));
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
        collapse.observe(done).forEach(LOG::warn);
        bar.note(
            String.format(
                Locale.ROOT, "loss %.4f active %.0f%%", done.meanLoss(), 100 * done.activeShare()));
        bar.step(work.work().examples());
        if (cadence.due(position.rounds()) || position.rounds() == rounds.size()) {
          position = save(position);
        }
      }
    }
    return position;
  }

  /** Saves a position, and returns it with the time that saving took. */
  private Position save(Position position) {
    long began = System.nanoTime();
    parts.lease().require();
    parts.checkpoints().save(position, movement::whole);
    cadence.restart();
    double seconds = (System.nanoTime() - began) / 1e9;
    return position.with(position.epochWork().plusSeconds(Stage.CHECKPOINT, seconds));
  }

  /** Returns the learning rate's factor in the middle of a round. */
  private double rate(Round round, int batches) {
    double epochs = round.epoch() + (round.firstStep() + round.steps() / 2.0) / batches;
    return settings.optimiser().schedule().factor(epochs / settings.train().epochs());
  }
}
