/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.driver.bench.EmbedBench;
import org.anchorage.driver.count.Count;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures embedding. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = "Embed batches of noise, without Spark.")
final class BenchEmbedCommand implements Callable<Integer> {

  @Mixin BenchOptions options = new BenchOptions();
  @Mixin BenchTurns turns = new BenchTurns();
  @Mixin Output output = new Output();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Batches of a worker in a repeat (default ${DEFAULT-VALUE}).")
  int steps = 15;

  @Override
  public Integer call() {
    EmbedBench.Result result = EmbedBench.run(options.read().typed(), turns.schedule(steps));
    output.say(
        "%s, %s a batch, %s of %s",
        result.encoder(),
        Count.of(result.batch(), "image"),
        Count.of(result.workers(), "worker"),
        Count.of(result.threads(), "thread"));
    output.say(
        "forward  %,9.1f images/s  (%,.1f to %,.1f)",
        result.forwardImagesPerS(), result.minForwardImagesPerS(), result.maxForwardImagesPerS());
    output.say("on %s, at most %,d MB resident", result.library(), result.peakRssMb());
    output.writeResult(result);
    return 0;
  }
}
