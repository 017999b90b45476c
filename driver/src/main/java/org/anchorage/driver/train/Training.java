/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.EpochPlan;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.plan.Round;
import org.anchorage.core.plan.RoundLengths;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.evaluate.EvaluateStage;
import org.anchorage.driver.evaluate.Evaluation;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.rounds.RunContext;
import org.anchorage.worker.encoder.Statistics;
import org.anchorage.worker.loss.Landmarks;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.outer.OuterOptimiser;
import org.anchorage.worker.outer.OuterStep;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Learner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run: for each epoch a plan, its rounds, then mining and evaluation; a checkpoint after rounds,
 * a record after the epoch. Everything it does is a function of the settings and the corpus, so a
 * resumed run gives what the undisturbed one would have (but for {@code optimiser.state = kept}).
 */
public final class Training {

  private static final Logger LOG = LoggerFactory.getLogger(Training.class);

  private final Catalogue catalogue;
  private final RunDirectory directory;
  private final Lease lease;
  private final RoundEngine engine;
  private final Checkpoints checkpoints;
  private final RunLog log;
  private final Progress.Factory progress;
  private final Settings settings;
  private final Planner planner;
  private final Learner learner;
  private final EmbedStage embed;
  private final MineStage mine;
  private final Affinity given;
  private final EvaluateStage evaluate;
  private final CollapseDetector collapse;
  private final RoundLengths lengths;
  private final OuterOptimiser outer;
  private final Cadence cadence;
  private final int[] trainRows;
  private final EvaluatedItems evaluated;

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
    this.catalogue = catalogue;
    this.directory = directory;
    this.lease = lease;
    this.engine = engine;
    this.checkpoints = checkpoints;
    this.log = log;
    this.progress = progress;
    this.settings = context.shared().settings();
    Seed seed = new Seed(settings.seed());
    this.planner = planner;
    this.given = given;
    this.learner = learner;
    this.embed = new EmbedStage(context);
    this.mine = mine;
    this.evaluate =
        new EvaluateStage(context.spark(), settings.evaluate().usual(), seed.derive("evaluate"));
    this.collapse = new CollapseDetector(landmarks(context.shared().loss()));
    this.lengths =
        new RoundLengths(
            settings.rounds(), settings.optimiser().schedule(), settings.train().epochs());
    this.outer = OuterOptimiser.of(settings.rounds().outer(), Statistics.of(learner.network()));
    this.cadence =
        new Cadence(
            settings.train().checkpointEvery(),
            settings.train().checkpointSeconds(),
            System::nanoTime);
    this.trainRows = catalogue.rows(Split.TRAIN);
    this.evaluated = EvaluatedItems.of(catalogue, settings.evaluate());
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
      log.append(untrained(position));
    } else {
      log.truncateAfter(position.epoch() - 1);
    }
    Affinity affinity = affinityBefore(position.epoch());
    while (position.epoch() <= settings.train().epochs()) {
      EpochPlan plan = plan(affinity, position.epoch());
      position = rounds(plan, position);
      EpochResult result = finish(position);
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

  private EpochPlan plan(Affinity affinity, int epoch) {
    return planner.plan(epoch - 1, affinity);
  }

  private Affinity affinityBefore(int epoch) {
    if (epoch == 1) {
      return given;
    }
    if (settings.mine().mode() == MineSettings.Mode.NONE) {
      return new Affinity.None();
    }
    return mine.read(directory.mined(epoch - 1)).affinity(settings.mine().mode());
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
        EpochWork work = position.epochWork().plus(outcome, (System.nanoTime() - began) / 1e9);
        if (settings.rounds().endsEarly()) {
          work = work.plus(outcome.steps());
        }
        position =
            position.after(
                outcome.next().with(step.parameters()), step.momentum(), work, outcome.work());
        collapse.after(outcome.work()).forEach(LOG::warn);
        bar.note(
            String.format(
                "loss %.4f active %.0f%%",
                outcome.work().meanLoss(), 100 * outcome.work().activeShare()));
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
    return position.with(position.epochWork().plus("checkpoint", seconds));
  }

  /** The rate of a round is that of its middle. */
  private double rate(Round round, int batches) {
    double epochs = round.epoch() + (round.firstStep() + round.steps() / 2.0) / batches;
    return settings.optimiser().schedule().factor(epochs / settings.train().epochs());
  }

  private record EpochResult(EpochRecord record, Affinity affinity) {}

  /** Mines and evaluates at the end of an epoch. */
  private EpochResult finish(Position position) {
    EpochWork work = position.epochWork();
    Affinity affinity = new Affinity.None();
    MiningRecord mining = null;
    if (settings.mine().mode() != MineSettings.Mode.NONE) {
      long began = System.nanoTime();
      Vectors vectors = embedded("embed", position, trainRows);
      work = work.plus("embed", (System.nanoTime() - began) / 1e9);
      began = System.nanoTime();
      Mined mined = mined(position.epoch(), vectors);
      work = work.plus("mine", (System.nanoTime() - began) / 1e9);
      affinity = mined.table().affinity(settings.mine().mode());
      mining = recorded(mined, affinity, position.epoch());
    }
    Map<String, Double> metrics = Map.of();
    int every = settings.evaluate().every();
    if (position.epoch() == settings.train().epochs()
        || (every > 0 && position.epoch() % every == 0)) {
      long began = System.nanoTime();
      metrics = evaluated(position);
      work = work.plus("evaluate", (System.nanoTime() - began) / 1e9);
    }
    return new EpochResult(record(position, work, metrics, mining), affinity);
  }

  private Mined mined(int epoch, Vectors vectors) {
    try (Progress bar = progress.start("mine", trainRows.length, "images")) {
      return mine.run(vectors, trainRows, directory.mined(epoch), WhenExists.REPLACE, bar::step);
    }
  }

  /**
   * What mining changes: the share of confusable pairs without it, and with it, in the next plan.
   */
  private MiningRecord recorded(Mined mined, Affinity affinity, int epoch) {
    return mined.record(
        directory.mined(epoch).toString(),
        affinity,
        catalogue,
        plan(new Affinity.None(), epoch + 1),
        plan(affinity, epoch + 1));
  }

  private Vectors embedded(String stage, Position position, int[] rows) {
    try (Progress bar = progress.start(stage, rows.length, "images")) {
      return embed.embed(position.start().parameters(), rows, bar::step);
    }
  }

  private Map<String, Double> evaluated(Position position) {
    if (evaluated.rows().length == 0) {
      LOG.warn(
          "The corpus has no items in evaluate.split = {}, so nothing is measured; import it with a"
              + " split to test on (import.test-classes), or name another",
          settings.evaluate().split().written());
      return Map.of();
    }
    Vectors vectors = embedded("evaluate: embed", position, evaluated.rows());
    boolean first = position.steps() == 0;
    boolean last = position.epoch() == settings.train().epochs();
    try (Progress bar = progress.start("evaluate", evaluated.protocol().queries(), "queries")) {
      Evaluation evaluation =
          first || last
              ? evaluate.evaluate(evaluated, vectors, bar::step)
              : evaluate.retrieval(evaluated, vectors, bar::step);
      return evaluation.metrics();
    }
  }

  private EpochRecord untrained(Position position) {
    long began = System.nanoTime();
    Map<String, Double> metrics = evaluated(position);
    double seconds = (System.nanoTime() - began) / 1e9;
    return new EpochRecord(
        0,
        0,
        0,
        0,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        0,
        0,
        Map.of("evaluate", seconds),
        metrics,
        null);
  }

  private EpochRecord record(
      Position position,
      EpochWork work,
      Map<String, Double> metrics,
      @Nullable MiningRecord mining) {
    double trainSeconds = work.seconds().getOrDefault("train", 0.0);
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String stage : List.of("train", "checkpoint", "embed", "mine", "evaluate")) {
      Double spent = work.seconds().get(stage);
      if (spent != null) {
        seconds.put(stage, spent);
      }
    }
    return new EpochRecord(
        position.epoch(),
        position.start().round(),
        position.images(),
        position.steps(),
        work.work().meanLoss(),
        work.work().tuples() == 0 ? Double.NaN : work.work().activeShare(),
        work.work().examples() / trainSeconds,
        work.traffic().sent(),
        work.traffic().received(),
        seconds,
        metrics,
        mining);
  }
}
