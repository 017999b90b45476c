/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.evaluate.EvaluateStage;
import org.anchorage.driver.evaluate.Evaluation;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.run.EpochWork;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.run.RunDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows an epoch's rounds: the training images are embedded and mined, those of the
 * evaluation embedded and measured, and all of it recorded. Not thread-safe.
 */
final class EpochEnd {

  private static final Logger LOG = LoggerFactory.getLogger(EpochEnd.class);

  private final Catalogue catalogue;
  private final RunDirectory directory;
  private final Progress.Factory progress;
  private final Settings settings;
  private final Planner planner;
  private final EmbedStage embed;
  private final MineStage mine;
  private final EvaluateStage evaluate;
  private final int[] trainRows;
  private final EvaluatedItems evaluated;

  EpochEnd(
      RunContext context,
      Catalogue catalogue,
      RunDirectory directory,
      Progress.Factory progress,
      MineStage mine,
      Planner planner) {
    this.catalogue = catalogue;
    this.directory = directory;
    this.progress = progress;
    this.settings = context.shared().settings();
    this.planner = planner;
    this.embed = new EmbedStage(context);
    this.mine = mine;
    this.evaluate =
        new EvaluateStage(
            context.spark(),
            settings.evaluate().usual(),
            new Seed(settings.seed()).derive("evaluate"));
    this.trainRows = catalogue.rows(Split.TRAIN);
    this.evaluated = EvaluatedItems.of(catalogue, settings.evaluate());
  }

  /** What an epoch ends with: its record, and what the next is planned by. */
  record Result(EpochRecord record, Affinity affinity) {}

  /** Returns what the epoch after one that has ended is planned by. */
  Affinity affinityAfter(int epoch) {
    return settings.mine().mode() == MineSettings.Mode.NONE
        ? new Affinity.None()
        : mine.read(directory.mined(epoch)).affinity(settings.mine().mode());
  }

  /** Mines and evaluates at the end of an epoch. */
  Result finish(Position position) {
    EpochWork work = position.epochWork();
    Affinity affinity = new Affinity.None();
    MiningRecord mining = null;
    if (settings.mine().mode() != MineSettings.Mode.NONE) {
      long began = System.nanoTime();
      Vectors vectors = embedded("embed", position, trainRows);
      work = work.plusSeconds("embed", (System.nanoTime() - began) / 1e9);
      began = System.nanoTime();
      Mined mined = mined(position.epoch(), vectors);
      work = work.plusSeconds("mine", (System.nanoTime() - began) / 1e9);
      affinity = mined.table().affinity(settings.mine().mode());
      mining = recorded(mined, affinity, position.epoch());
    }
    Map<String, Double> metrics = Map.of();
    int every = settings.evaluate().every();
    if (position.epoch() == settings.train().epochs()
        || (every > 0 && position.epoch() % every == 0)) {
      long began = System.nanoTime();
      metrics = evaluated(position);
      work = work.plusSeconds("evaluate", (System.nanoTime() - began) / 1e9);
    }
    return new Result(record(position, work, metrics, mining), affinity);
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
        planner.plan(epoch, new Affinity.None()),
        planner.plan(epoch, affinity));
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

  /** Evaluates the untrained network. */
  EpochRecord untrained(Position position) {
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
