/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.bench.RoundBench;
import org.anchorage.driver.bench.Schedule;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.session.Sparks;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures rounds of training. */
@Command(
    name = "round",
    mixinStandardHelpOptions = true,
    description = {
      "Train rounds on Spark, one thread per worker, on generated characters.",
      "They are drawn into a temporary folder first. rounds.steps=N sets a round's length."
    })
final class BenchRoundCommand implements Callable<Integer> {

  @Mixin BenchOptions options = new BenchOptions();
  @Mixin BenchTurns turns = new BenchTurns();
  @Mixin Output output = new Output();

  @Override
  public Integer call() throws IOException {
    Schedule schedule = turns.schedule(1);
    RunSettings asked = options.read();
    int workers = asked.typed().train().workers();
    String usual = SettingsReader.defaults().settings().spark().master();
    RunSettings local =
        asked.typed().spark().master().equals(usual)
            ? asked.with(List.of("spark.master=local[" + workers + "]"))
            : asked;
    Path place = Files.createTempDirectory("anchorage-bench");
    RoundBench.Result result;
    try (SparkSession session = Sparks.open(local.typed(), "anchorage bench")) {
      result = new RoundBench(session, output.progress()).run(local, place, schedule);
    } finally {
      delete(place);
    }
    output.say(
        "%s, %s, %s a batch, %s of %s, rounds of %s",
        result.encoder(),
        result.loss(),
        Count.of(result.batch(), "image"),
        Count.of(result.workers(), "worker"),
        Count.of(result.threads(), "thread"),
        Count.of(result.steps(), "step"));
    output.say(
        "rounds   %,9.0f images/s  (%,.0f to %,.0f)",
        result.imagesPerS(), result.minImagesPerS(), result.maxImagesPerS());
    result.shares().forEach((part, share) -> output.say("  %-10s %5.1f%%", part, 100 * share));
    output.say("a checkpoint takes %.3f s more", result.checkpointSeconds());
    output.say("on %s", result.library());
    output.writeResult(result);
    return 0;
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
