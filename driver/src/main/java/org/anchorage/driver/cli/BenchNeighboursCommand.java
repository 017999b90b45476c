/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.bench.NeighbourBench;
import org.anchorage.driver.bench.NeighbourBench.Search;
import org.anchorage.driver.count.Count;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures exact neighbour search. */
@Command(
    name = "neighbours",
    mixinStandardHelpOptions = true,
    description = "Find the exact nearest neighbours of random unit vectors, without Spark.")
final class BenchNeighboursCommand implements Callable<Integer> {

  @Mixin BenchOptions options = new BenchOptions();
  @Mixin BenchTurns turns = new BenchTurns();
  @Mixin Output output = new Output();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of vectors; each is a query (default ${DEFAULT-VALUE}).")
  int count = 60_000;

  @Option(
      names = "--dim",
      paramLabel = "N",
      description = "Dimension of a vector (default ${DEFAULT-VALUE}).")
  int dim = 128;

  @Option(
      names = {"-k", "--k"},
      paramLabel = "N",
      description = "Neighbours of each vector (default ${DEFAULT-VALUE}).")
  int k = 50;

  @Override
  public Integer call() {
    Settings settings = options.read().typed();
    NeighbourBench.Result result =
        NeighbourBench.run(
            new Search(count, dim, k),
            settings.train().workers(),
            new Seed(settings.seed()),
            turns.schedule(1));
    output.say(
        "exact top-%d of %,d x %d, %s of %s",
        result.k(),
        result.count(),
        result.dim(),
        Count.of(result.workers(), "worker"),
        Count.of(result.threads(), "thread"));
    output.say(
        "search   %,9.0f rows/s  in %.3f s (%.3f to %.3f), of which %.3f s to prepare",
        result.rowsPerS(),
        result.seconds(),
        result.minSeconds(),
        result.maxSeconds(),
        result.prepareSeconds());
    output.say("on %s", result.library());
    output.writeResult(result);
    return 0;
  }
}
