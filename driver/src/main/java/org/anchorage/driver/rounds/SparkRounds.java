/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.Iterator;
import java.util.List;
import org.anchorage.core.config.RoundSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.WorkerSlot;
import org.anchorage.driver.quorum.QuorumRound;
import org.anchorage.driver.quorum.Watch;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.session.QuorumPlugin;
import org.anchorage.worker.exchange.Exchange;
import org.anchorage.worker.exchange.Piece;
import org.anchorage.worker.exchange.SentStart;
import org.anchorage.worker.exchange.SliceMean;
import org.anchorage.worker.exchange.Slices;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.EarlyEnd;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anchorage's rounds. A round is one Spark job with one task a worker, on a network that stays in
 * its executor. The start is broadcast, and the broadcast is destroyed after the round. Results are
 * cut into slices, whose pieces meet on the driver or, if they are large, on executors: {@link
 * Meeting}.
 */
public final class SparkRounds implements RoundEngine {

  private static final Logger LOG = LoggerFactory.getLogger(SparkRounds.class);

  private final RunContext context;
  private final Exchange exchange;

  /** Creates the engine of a run. */
  public SparkRounds(RunContext context) {
    this.context = context;
    RoundSettings rounds = context.shared().settings().rounds();
    this.exchange = new Exchange(rounds.encoding());
    if (rounds.quorum() < 1 && !QuorumPlugin.isIn(context.spark().getConf())) {
      LOG.warn(
          "rounds.quorum = {} has no effect, and rounds wait for every worker: this Spark session was"
              + " opened without {} in spark.plugins",
          rounds.quorum(),
          QuorumPlugin.class.getName());
    }
  }

  @Override
  public Outcome run(RoundStart start, List<WorkerRound> parts) {
    SentStart sending = exchange.send(start);
    Broadcast<SentStart> sent = context.spark().broadcast(sending);
    try {
      List<SliceMean> means = average(start.round(), sent, sending.slices(), parts);
      while (!exchange.isOfOneRound(means)) {
        LOG.warn(
            "Round {}: a lost result was recomputed with a different step count; repeating the"
                + " round",
            start.round());
        means = average(start.round(), sent, sending.slices(), parts);
      }
      long received = means.stream().mapToLong(SliceMean::received).sum();
      return new Outcome(
          exchange.next(start, means),
          means.stream().flatMap(mean -> mean.works().stream()).toList(),
          new Traffic(sending.size() * parts.size(), received));
    } finally {
      sent.destroy();
    }
  }

  private List<SliceMean> average(
      int round, Broadcast<SentStart> sent, Slices slices, List<WorkerRound> parts) {
    Exchange with = exchange;
    RunContext.Shared shared = context.shared();
    JavaRDD<WorkerRound> shares =
        context.spark().parallelize(parts, parts.size()).setName("round-" + round);
    int workers = parts.size();
    RoundSettings rounds = shared.settings().rounds();
    QuorumRound quorum =
        new QuorumRound(
            shared.key().toString(), round, shares.id(), workers, rounds.quorumOf(workers));
    JavaRDD<Piece> pieces = shares.flatMap(part -> pieces(shared, with, part, quorum, sent));
    Meeting meeting = new Meeting(exchange, slices);
    // The pieces of a single worker need no averaging.
    return workers == 1 || workers * exchange.bytes(slices) <= (long) rounds.gatherMb() << 20
        ? meeting.onDriver(pieces)
        : meeting.onExecutors(pieces, workers);
  }

  private static Iterator<Piece> pieces(
      RunContext.Shared shared,
      Exchange exchange,
      WorkerRound part,
      QuorumRound quorum,
      Broadcast<SentStart> sent) {
    // Asks first, so that a share that begins late gets an answer before its second step.
    try (Watch watch = watch(quorum, part)) {
      RoundStart start = exchange.receive(sent.value());
      RoundEnd end = runShare(shared, part, start, watch);
      watch.reportEnd(end.work().steps());
      return exchange.pieces(start, end).iterator();
    }
  }

  private static Watch watch(QuorumRound quorum, WorkerRound part) {
    return quorum.isOfAll()
        ? Watch.NONE
        : ExecutorCache.watcher().watch(quorum.share(part.worker(), part.batches().size()));
  }

  private static RoundEnd runShare(
      RunContext.Shared shared, WorkerRound part, RoundStart start, EarlyEnd early) {
    Settings settings = shared.settings();
    ShareInput input = ShareInput.of(shared, part);
    WorkerSlot slot =
        ExecutorCache.worker(shared.key(), part.worker(), input.kind(), input.learner());
    return slot.run(
        part,
        start,
        input.reader(),
        new Seed(settings.seed()),
        settings.optimiser().state(),
        early);
  }
}
