/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.Planner;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.worker.exchange.Exchange;
import org.anchorage.worker.exchange.Piece;
import org.anchorage.worker.exchange.SliceMean;
import org.anchorage.worker.exchange.Slices;
import org.anchorage.worker.round.LocalRound;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;

/** The first epoch of a run, as its parts, and where it starts. */
public final class Rounds {

  private Rounds() {}

  static List<List<WorkerRound>> ofEpoch(OpenRun run) {
    return ofEpoch(run, 1);
  }

  /** Returns the parts at a rate that halves from round to round. */
  static List<List<WorkerRound>> ofEpochSlowing(OpenRun run) {
    return ofEpoch(run, 0.5);
  }

  private static List<List<WorkerRound>> ofEpoch(OpenRun run, double slowing) {
    Settings settings = run.settings();
    Planner planner =
        Planner.of(
            run.catalogue(),
            settings.batch(),
            settings.mine().group(),
            settings.train().workers(),
            new Seed(settings.seed()));
    return planner.plan(0, new Affinity.None()).rounds(settings.rounds().steps()).stream()
        .map(round -> WorkerRound.of(round, Math.pow(slowing, 1 + round.firstStep())))
        .toList();
  }

  static RoundStart start(OpenRun run) {
    return RoundStart.first(run.untrained(), run.settings().optimiser().state());
  }

  /** Returns the next start without Spark, of the first steps of each worker's part. */
  static RoundStart replayed(
      OpenRun run, RoundStart start, List<WorkerRound> parts, List<Integer> steps) {
    PixelReader reader = new PixelReader(run.context().shared().pixels(), run.settings().augment());
    List<RoundEnd> ends = new ArrayList<>();
    for (WorkerRound part : parts) {
      WorkerRound taken =
          new WorkerRound(
              part.worker(),
              part.epoch(),
              part.firstStep(),
              part.rate(),
              part.batches().subList(0, steps.get(part.worker())));
      ends.add(
          LocalRound.run(
              taken,
              start,
              run.untrained(),
              reader,
              new Seed(run.settings().seed()),
              run.settings().optimiser().state()));
    }
    return next(run, start, ends);
  }

  /** Returns the next start without Spark: what ends exchange, as the run encodes it. */
  public static RoundStart next(OpenRun run, RoundStart start, List<RoundEnd> ends) {
    Exchange exchange = new Exchange(run.settings().rounds().encoding());
    Slices slices = exchange.send(start).slices();
    List<List<Piece>> pieces = ends.stream().map(end -> exchange.pieces(start, end)).toList();
    List<SliceMean> means = new ArrayList<>();
    for (int i = 0; i < slices.count(); i++) {
      int slice = i;
      means.add(exchange.mean(pieces.stream().map(of -> of.get(slice)).toList(), slices));
    }
    return exchange.next(start, means);
  }
}
