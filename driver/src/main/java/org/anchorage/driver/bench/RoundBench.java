/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.EpochPlan;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.plan.Round;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.imports.ImportStage;
import org.anchorage.driver.imports.SourceFormat;
import org.anchorage.driver.imports.StrokeSource;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.Stage;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.EpochWork;
import org.anchorage.driver.run.Movement;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.Position;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Backend;
import org.anchorage.worker.step.StepSeconds;
import org.apache.spark.sql.SparkSession;

/**
 * Measures rounds of training on Spark, on drawn characters. There are as many as make an epoch of
 * one round. They are decoded in the turns that warm up, as in the first epoch of a run.
 */
public final class RoundBench {

  /**
   * The figures.
   *
   * @param imagesPerS of all workers together, planning included, median of the rounds
   * @param rounds measured
   * @param steps H, of every worker in a round
   * @param images of a round
   * @param seconds of a round, median
   * @param checkpointSeconds of a checkpoint after a round, median; not in the seconds of a round
   * @param bytesSent to all workers together in a round, mean; as far as the averaging knows
   * @param bytesReceived from all workers together in a round, mean
   * @param threads of one worker
   * @param library that the engine computes with
   * @param shares of the workers' time in the rounds, by part, which sum to 1: of their steps
   *     forward, loss, backward, optimiser and other; input: reading decoded images and augmenting
   *     them; waiting: for the slowest worker; outside: planning, Spark, sending and averaging.
   *     Empty if the parts are not known (averaging = dl4j)
   */
  public record Result(
      double imagesPerS,
      double minImagesPerS,
      double maxImagesPerS,
      int rounds,
      int steps,
      int images,
      double seconds,
      double checkpointSeconds,
      long bytesSent,
      long bytesReceived,
      int workers,
      int threads,
      int batch,
      String loss,
      String encoder,
      String library,
      Map<String, Double> shares) {}

  private final SparkSession session;
  private final Progress.Factory progress;

  /** Creates the benchmark. */
  public RoundBench(SparkSession session, Progress.Factory progress) {
    this.session = session;
    this.progress = progress;
  }

  /**
   * Draws a corpus and measures.
   *
   * @param base the settings; {@code corpus} and {@code run} are ignored, and so is {@code
   *     encoder.warm-up}: rounds are those after it, from drawn weights
   * @param place an empty folder for the corpus and the checkpoints
   * @param schedule a turn is a round; {@code rounds.steps} takes the place of its calls
   * @throws IllegalStateException if the engine has loaded a library that is too slow
   */
  public Result run(RunSettings base, Path place, Schedule schedule) {
    String corpus = place.resolve("corpus").toUri().toString();
    RunSettings here = base.with(List.of("corpus=" + corpus, "encoder.warm-up=0"));
    Settings settings = here.typed();
    draw(settings, corpus);
    try (OpenRun run = OpenRun.open(session, settings)) {
      Checkpoints checkpoints =
          new Checkpoints(
              new org.apache.hadoop.fs.Path(place.resolve("checkpoints").toUri()),
              run.hadoop(),
              here.written(),
              List.of(run.parent()),
              1);
      return measured(run, checkpoints, schedule);
    }
  }

  private void draw(Settings settings, String corpus) {
    int workers = settings.train().workers();
    StrokeSource source =
        new StrokeSource(
            workers * settings.batch().classes(),
            0,
            settings.rounds().steps() * settings.batch().images(),
            settings.seed(),
            Math.max(8, Math.max(settings.image().width(), settings.image().height())));
    new ImportStage(session, settings.imports(), new Seed(settings.seed()), progress)
        .run(source.name(), SourceFormat.AUTO, corpus, WhenExists.REFUSE);
  }

  private static Result measured(OpenRun run, Checkpoints checkpoints, Schedule schedule) {
    Settings settings = run.settings();
    int workers = settings.train().workers();
    Planner planner =
        Planner.of(
            run.catalogue(),
            settings.batch(),
            settings.mine().group(),
            workers,
            new Seed(settings.seed()));
    RoundEngine engine = RoundEngine.of(run.context());
    Movement movement = new Movement(run.context().shared());
    Backend backend = run.context().shared().engine().backend();
    Position first = movement.first();
    RoundStart start = first.start();
    RoundWork all = RoundWork.NONE;
    double waited = 0;
    Traffic moved = Traffic.NONE;
    List<Double> seconds = new ArrayList<>();
    List<Double> saving = new ArrayList<>();
    for (int epoch = 0; epoch < schedule.warmUp() + schedule.repeats(); epoch++) {
      long began = System.nanoTime();
      EpochPlan plan = planner.plan(epoch, new Affinity.None());
      RoundWork work = RoundWork.NONE;
      Traffic traffic = Traffic.NONE;
      double waiting = 0;
      for (Round round : plan.rounds(settings.rounds().steps())) {
        RoundEngine.Outcome outcome = engine.run(start, WorkerRound.of(round, 1));
        start = outcome.next();
        work = work.plus(outcome.work());
        traffic = traffic.plus(outcome.traffic());
        waiting += outcome.waiting();
      }
      double spent = seconds(began);
      long saved = System.nanoTime();
      checkpoints.save(
          new Position(
              epoch + 1,
              1,
              work.examples(),
              work.steps(),
              start,
              first.moving(),
              new float[0],
              epochWork(work, spent)),
          movement::whole);
      if (epoch >= schedule.warmUp()) {
        seconds.add(spent);
        saving.add(seconds(saved));
        all = all.plus(work);
        waited += waiting;
        moved = moved.plus(traffic);
      }
    }
    int images = (int) (all.examples() / schedule.repeats());
    Repeated rounds = Repeated.of(seconds);
    double total = seconds.stream().mapToDouble(Double::doubleValue).sum();
    return new Result(
        images / rounds.median(),
        images / rounds.max(),
        images / rounds.min(),
        schedule.repeats(),
        settings.rounds().steps(),
        images,
        rounds.median(),
        Repeated.of(saving).median(),
        moved.sent() / schedule.repeats(),
        moved.received() / schedule.repeats(),
        workers,
        backend.threads(),
        settings.batch().size(),
        settings.loss().written(),
        settings.encoder().name(),
        backend.library(),
        shares(all, waited, workers * total));
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static EpochWork epochWork(RoundWork work, double seconds) {
    return new EpochWork(work, Traffic.NONE, Map.of(Stage.TRAIN, seconds));
  }

  private static Map<String, Double> shares(RoundWork work, double waited, double all) {
    StepSeconds steps = work.stepSeconds();
    Map<String, Double> shares = new LinkedHashMap<>();
    if (steps.total() == 0) {
      return shares;
    }
    shares.put("forward", steps.forward() / all);
    shares.put("loss", steps.loss() / all);
    shares.put("backward", steps.backward() / all);
    shares.put("optimiser", steps.optimiser() / all);
    shares.put("other", steps.rest() / all);
    shares.put("input", work.readSeconds() / all);
    shares.put("waiting", waited / all);
    shares.put("outside", 1 - shares.values().stream().mapToDouble(Double::doubleValue).sum());
    return shares;
  }
}
