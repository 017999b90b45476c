/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.driver.bench.Layers;
import org.anchorage.driver.bench.StepBench;
import org.anchorage.driver.count.Count;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures optimiser steps. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = "Take optimiser steps on noise and embed it, without Spark.")
final class BenchStepCommand implements Callable<Integer> {

  @Mixin BenchOptions options = new BenchOptions();
  @Mixin BenchTurns turns = new BenchTurns();
  @Mixin Output output = new Output();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of a worker in a repeat (default ${DEFAULT-VALUE}).")
  int steps = 15;

  @Option(
      names = "--layers",
      paramLabel = "WHOSE",
      description = "own (default), or stock: the same network with DL4J's layers.")
  Layers layers = Layers.OWN;

  @Override
  public Integer call() {
    StepBench.Result result = StepBench.run(options.read().typed(), layers, turns.schedule(steps));
    output.say(
        "%s, %s, %s a batch, %s of %s, %s layers",
        result.encoder(),
        result.loss(),
        Count.of(result.batch(), "image"),
        Count.of(result.workers(), "worker"),
        Count.of(result.threads(), "thread"),
        result.layers());
    output.say(
        "train    %,9.1f images/s  (%,.1f to %,.1f)",
        result.trainImagesPerS(), result.minTrainImagesPerS(), result.maxTrainImagesPerS());
    output.say(
        "forward  %,9.1f images/s  (%,.1f to %,.1f)",
        result.forwardImagesPerS(), result.minForwardImagesPerS(), result.maxForwardImagesPerS());
    result.shares().forEach((part, share) -> output.say("  %-10s %5.1f%%", part, 100 * share));
    output.say("on %s, at most %,d MB resident", result.library(), result.peakRssMb());
    output.writeResult(result);
    return 0;
  }
}
