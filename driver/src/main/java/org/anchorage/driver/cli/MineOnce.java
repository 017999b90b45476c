/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.follow.RoundPlace;
import org.anchorage.driver.follow.RunMiner;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.mine.Mined;
import org.anchorage.driver.mine.NoNegatives;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.run.VectorPlace;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** {@code mine}: one pass from the newest checkpoint. */
final class MineOnce {

  private final MineSource options;
  private final Output output;
  private final @Nullable String to;
  private final WhenExists when;
  private final ExportOptions export;

  /**
   * Prepares a pass.
   *
   * @param to where the table will lie; null for its place in the run
   * @param export of the table
   */
  MineOnce(
      MineSource options,
      Output output,
      @Nullable String to,
      WhenExists when,
      ExportOptions export) {
    this.options = options;
    this.output = output;
    this.to = to;
    this.when = when;
    this.export = export;
  }

  void run() {
    RunSettings asked = options.read();
    RunDirectory directory = new RunDirectory(options.run(), Sparks.hadoop());
    if (isInRun(directory)) {
      try (Lease lease = MiningLease.take(directory, asked.typed())) {
        if (to != null) {
          directory.sweepMined(new Path(to).getName() + ".");
        }
        run(asked, "mine", lease::require);
      }
    } else {
      String stage = stageOf(to);
      try (VectorPlace place =
          VectorPlace.take(directory, stage, Sparks.hadoop(), RunOptions.lease(asked))) {
        run(asked, stage, place::require);
      }
    }
  }

  /** Tables in the run are written by one application at a time. */
  private boolean isInRun(RunDirectory directory) {
    if (to == null) {
      return true;
    }
    Path above = new Path(to).getParent();
    return above != null && qualified(above).equals(qualified(directory.mined()));
  }

  private static Path qualified(Path path) {
    try {
      return path.getFileSystem(Sparks.hadoop()).makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot reach " + path + ": " + e.getMessage() + "; check the URI", e);
    }
  }

  /** Passes that write to other places run at the same time, and share no vectors. */
  private static String stageOf(@Nullable String target) {
    Path place = qualified(new Path(String.valueOf(target)));
    byte[] name = place.toString().getBytes(StandardCharsets.UTF_8);
    return "mine-" + UUID.nameUUIDFromBytes(name);
  }

  /** Returns the table that holds what the same command would mine again. */
  private Optional<StoredTable> mined(TrainedRun run, @Nullable RoundPlace round) {
    return round != null && when == WhenExists.REFUSE
        ? Stream.of(round.table(), round.ofTraining())
            .flatMap(Optional::stream)
            .filter(table -> table.isMinedWith(run.settings().written()))
            .findFirst()
        : Optional.empty();
  }

  /** Returns where the table will lie. Without {@code --to} a follower writes to the same place. */
  private Path target(@Nullable RoundPlace round) {
    if (round == null) {
      return new Path(String.valueOf(to));
    }
    if (when == WhenExists.REFUSE) {
      round.requireOwn();
    }
    return round.target();
  }

  private void run(RunSettings asked, String stage, Runnable allowed) {
    long began = System.nanoTime();
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage mine");
        TrainedRun run = TrainedRun.open(session, options.run(), asked)) {
      export.requireFree(when);
      RoundPlace round = to == null ? RoundPlace.of(run, run.position()) : null;
      Optional<StoredTable> mined = mined(run, round);
      if (mined.isPresent()) {
        Path place = mined.get().location();
        output.say(
            "Already mined: the table of round %d lies at %s (--replace mines it again)",
            run.position().start().round(), place);
        // Those of a pass that was killed when its table was in place.
        run.directory().deleteVectors(stage);
        finish(session, place, MinedResult.already(place));
        return;
      }
      Path target = target(round);
      RunMiner miner = new RunMiner(run, stage, allowed, output.progress());
      Mined found = miner.mine(run.position(), target, when);
      MinedResult result =
          new MinedResult(found, miner.images(), target, (System.nanoTime() - began) / 1e9);
      result.say(output);
      if (NoNegatives.of(found).isEmpty()) {
        output.say("Plan by it: ./anchorage train ... mining=classes mine.table=%s", target);
      }
      finish(session, target, result.asJson());
    }
  }

  private void finish(SparkSession session, Path table, Map<String, Object> result) {
    export.write(session, table, when, output, result);
    output.writeResult(result);
  }
}
