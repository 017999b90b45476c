/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.driver.bench.ExchangeBench;
import org.anchorage.driver.count.Count;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what a round costs beside its steps. */
@Command(
    name = "exchange",
    mixinStandardHelpOptions = true,
    description = {
      "Send, receive and average a network of random parameters, without Spark.",
      "No steps are taken. rounds.encoding and optimiser.state change the figures."
    })
final class BenchExchangeCommand implements Callable<Integer> {

  @Mixin BenchOptions options = new BenchOptions();
  @Mixin BenchTurns turns = new BenchTurns();
  @Mixin Output output = new Output();

  @Option(
      names = "--parameters",
      paramLabel = "N",
      description = "Parameters of the network (default ${DEFAULT-VALUE}).")
  int parameters = 1_000_000;

  @Override
  public Integer call() {
    ExchangeBench.Result result =
        ExchangeBench.run(parameters, options.read().typed(), turns.schedule(1));
    output.say(
        "%,d parameters and %,d moments, %s, %s",
        result.parameters(),
        result.moments(),
        Count.of(result.workers(), "worker"),
        result.encoding());
    output.say("%,d bytes down to a worker, %,d up from one", result.bytesDown(), result.bytesUp());
    result.seconds().forEach((part, seconds) -> output.say("  %-8s %9.5f s", part, seconds));
    output.writeResult(result);
    return 0;
  }
}
