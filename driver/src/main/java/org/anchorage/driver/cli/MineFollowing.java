/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.config.MineTiming;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.follow.Follower;
import org.anchorage.driver.follow.Pause;
import org.anchorage.driver.follow.RoundTables;
import org.anchorage.driver.follow.RunMiner;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.RunWatch;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.session.Sparks;
import org.apache.spark.sql.SparkSession;

/** {@code mine --follow}: a pass for each new checkpoint, as long as the run is trained. */
final class MineFollowing {

  /** As of one pass: both hold the lease on the run's tables. */
  private static final String STAGE = "mine";

  private final MineSource options;
  private final Output output;
  private final RunWatch watch;
  private final List<Map<String, Object>> passes = new ArrayList<>();

  MineFollowing(MineSource options, Output output) {
    this.options = options;
    this.output = output;
    this.watch =
        new RunWatch(
            new RunDirectory(options.run(), Sparks.hadoop()), Sparks.hadoop(), Clock.systemUTC());
  }

  void run() {
    // The run's own settings are not there before the run.
    MineTiming usual = SettingsReader.defaults().settings().mine().timing();
    new Follower(watch, Pause.ofSeconds(usual.pollSeconds())).await();
    RunSettings asked = options.read();
    if (asked.typed().mine().timing().by() == MineTiming.By.TRAINING) {
      output.say(
          "The run at %s has mine.by = training: it is planned by none of these tables",
          options.run());
    }
    try (Lease lease = MiningLease.take(watch.directory(), asked.typed());
        SparkSession session = Sparks.open(asked.typed().spark(), "anchorage mine");
        TrainedRun run = TrainedRun.open(session, options.run(), asked)) {
      follow(run, new RunMiner(run, STAGE, lease::require, output.progress()));
    }
  }

  private void follow(TrainedRun run, RunMiner miner) {
    RoundTables tables = new RoundTables(run, miner, pass -> say(pass, miner.images()));
    int seconds = run.settings().typed().mine().timing().pollSeconds();
    Follower.End end = new Follower(watch, Pause.ofSeconds(seconds)).follow(tables);
    // Those of a pass that was killed when its table was in place.
    run.directory().deleteVectors(STAGE);
    output.say("%s", ended(end, options.run(), passes.size()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", options.run());
    result.put("end", end.name().toLowerCase(Locale.ROOT));
    result.put("passes", passes);
    output.writeResult(result);
  }

  /** Says why a follower ended, and what to do. */
  static String ended(Follower.End end, String run, int passes) {
    String words =
        end == Follower.End.FINISHED
            ? "The run at %s is finished; %,d of its checkpoints were mined"
            : "Nobody trains the run at %s any more: it was stopped, or its driver died; %,d of its"
                + " checkpoints were mined. After train --resume, follow it again";
    return String.format(Locale.ROOT, words, run, passes);
  }

  private void say(RoundTables.Pass pass, int images) {
    MinedResult result = new MinedResult(pass.mined(), images, pass.target(), pass.seconds());
    result.say(output);
    passes.add(result.asJson());
  }
}
