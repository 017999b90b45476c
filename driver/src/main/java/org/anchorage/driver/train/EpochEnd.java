/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.Locale;
import java.util.Map;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.Planner;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.evaluate.NetworkEvaluation;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.NoNegatives;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.driver.record.Stage;
import org.anchorage.driver.run.EpochWork;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an epoch: embeds and mines the training images if the run mines itself, embeds and
 * measures the evaluated images, and makes the record. Not thread-safe.
 */
final class EpochEnd {

  private static final Logger LOG = LoggerFactory.getLogger(EpochEnd.class);

  private final Catalogue catalogue;
  private final RunDirectory directory;
  private final Progress.Factory progress;
  private final Settings settings;
  private final Planner planner;
  private final RunContext.Shared shared;
  private final EmbedStage embed;
  private final MineStage mine;
  private final NetworkEvaluation evaluation;
  private final int[] trainRows;
  private final EvaluatedItems items;

  EpochEnd(RunParts parts) {
    this.catalogue = parts.run().catalogue();
    this.directory = parts.directory();
    this.progress = parts.progress();
    this.settings = parts.run().settings();
    this.planner = parts.planning().planner();
    this.shared = parts.run().context().shared();
    this.embed = new EmbedStage(parts.run().context(), progress);
    this.mine = parts.mine();
    this.trainRows = catalogue.rows(Split.TRAIN);
    this.items = EvaluatedItems.of(catalogue, parts.run().corpus().facts(), settings.evaluate());
    refuseLone();
    this.evaluation =
        new NetworkEvaluation(
            parts.run().context(),
            items,
            settings.evaluate().usual(),
            directory.vectors("train-evaluate"),
            progress);
  }

  /** The first evaluation would fail, after the run's directory is made. */
  private void refuseLone() {
    EvaluateSettings evaluate = settings.evaluate();
    if (evaluate.lone() == EvaluateSettings.LoneQueries.EXCLUDED && items.protocol().isLone()) {
      throw new ConfigurationException(
          EvaluateSettings.SPLIT,
          evaluate.split().written(),
          "none of its "
              + items.protocol().queries()
              + " queries has another item of its class to find; import classes of two images or"
              + " more, or evaluate another split");
    }
  }

  /** The record of an epoch, and what the run itself has mined after it. */
  record Result(EpochRecord record, Affinity affinity) {}

  /** Mines, if the run does so itself, and evaluates at the end of an epoch. */
  Result finish(Position position) {
    EpochWork work = position.epochWork();
    Affinity affinity = new Affinity.None();
    MiningRecord mining = null;
    if (settings.mine().inTraining()) {
      long began = System.nanoTime();
      String place = String.format(Locale.ROOT, "epoch-%04d", position.epoch());
      float[] network = shared.whole(position);
      VectorBlocks vectors =
          embed.embed(Stage.EMBED.written(), network, trainRows, directory.vectors(place));
      work = work.plusSeconds(Stage.EMBED, (System.nanoTime() - began) / 1e9);
      began = System.nanoTime();
      Mined mined =
          mine.run(
              vectors,
              trainRows,
              MinedFrom.of(position, network),
              before(position.epoch()),
              directory.mined(position.epoch()),
              WhenExists.REPLACE,
              progress);
      work = work.plusSeconds(Stage.MINE, (System.nanoTime() - began) / 1e9);
      vectors.delete();
      directory.deleteVectors(place);
      NoNegatives.of(mined).ifPresent(why -> LOG.warn("After epoch {}: {}", position.epoch(), why));
      affinity = mined.table().affinity(settings.mine().mode());
      mining = record(mined, affinity, position.epoch());
    }
    Map<String, Double> metrics = Map.of();
    int every = settings.evaluate().every();
    if (position.epoch() == settings.train().epochs()
        || (every > 0 && position.epoch() % every == 0)) {
      long began = System.nanoTime();
      metrics = evaluate(position);
      work = work.plusSeconds(Stage.EVALUATE, (System.nanoTime() - began) / 1e9);
    }
    return new Result(record(position, work, metrics, mining), affinity);
  }

  /** Returns the table that was mined before an epoch's, or null. */
  private @Nullable Path before(int epoch) {
    if (epoch > 1) {
      return directory.mined(epoch - 1);
    }
    return settings.mine().givenTable().map(Path::new).orElse(null);
  }

  /** Compares the next plan with and without mining, by their shares of confusable pairs. */
  private MiningRecord record(Mined mined, Affinity affinity, int epoch) {
    return mined.record(
        directory.mined(epoch).toString(),
        affinity,
        catalogue,
        planner.plan(epoch, new Affinity.None()),
        planner.plan(epoch, affinity));
  }

  private Map<String, Double> evaluate(Position position) {
    if (items.rows().length == 0) {
      LOG.warn(
          "The corpus has no items in evaluate.split = {}, so nothing is measured; import it with a"
              + " test split (import.test-classes), or name another split",
          settings.evaluate().split().written());
      return Map.of();
    }
    float[] parameters = shared.whole(position);
    boolean first = position.steps() == 0;
    boolean last = position.epoch() == settings.train().epochs();
    return (first || last ? evaluation.evaluate(parameters) : evaluation.retrieval(parameters))
        .metrics();
  }

  /** Evaluates the untrained network. */
  EpochRecord evaluateUntrained(Position position) {
    long began = System.nanoTime();
    Map<String, Double> metrics = evaluate(position);
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
        Map.of(Stage.EVALUATE, seconds),
        metrics,
        null);
  }

  private EpochRecord record(
      Position position,
      EpochWork work,
      Map<String, Double> metrics,
      @Nullable MiningRecord mining) {
    double trainSeconds = work.seconds().getOrDefault(Stage.TRAIN, 0.0);
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
        work.seconds(),
        metrics,
        mining);
  }
}
