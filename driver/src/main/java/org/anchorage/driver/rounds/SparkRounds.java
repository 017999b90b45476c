/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.executor.WorkerSlot;
import org.anchorage.worker.round.Averager;
import org.anchorage.worker.round.RoundDelta;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;
import org.apache.spark.broadcast.Broadcast;

/**
 * Anchorage's rounds: one Spark job each, one task a worker, on a network that stays in its
 * executor. The start is broadcast and destroyed after the round; what comes back is averaged by
 * weight, in the order of the workers.
 */
public final class SparkRounds implements RoundEngine {

  private final RunContext context;

  /** Creates the engine of a run. */
  public SparkRounds(RunContext context) {
    this.context = context;
  }

  @Override
  public Outcome run(RoundStart start, List<WorkerRound> parts) {
    Broadcast<RoundStart> sent = context.spark().broadcast(start);
    RunContext.Shared shared = context.shared();
    try {
      List<RoundDelta> deltas =
          context
              .spark()
              .parallelize(parts, parts.size())
              .setName("round-" + start.round())
              .map(part -> work(shared, part, sent.value()))
              .collect();
      RoundWork work =
          deltas.stream().map(RoundDelta::work).reduce(RoundWork.NONE, RoundWork::plus);
      return new Outcome(Averager.next(start, deltas), work);
    } finally {
      sent.destroy();
    }
  }

  private static RoundDelta work(RunContext.Shared shared, WorkerRound part, RoundStart start) {
    Settings settings = shared.settings();
    Pixels pixels = ExecutorCache.pixels(shared.index().value());
    // All at once, so that each shard is read once and in the order it lies.
    pixels.require(
        part.batches().stream().flatMapToInt(batch -> IntStream.of(batch.rows())).toArray());
    PixelReader reader = new PixelReader(pixels, settings.augment());
    WorkerSlot slot =
        ExecutorCache.worker(shared.key() + "/worker-" + part.worker(), shared::learner);
    return slot.run(part, start, reader, new Seed(settings.seed()), settings.optimiser().state());
  }
}
