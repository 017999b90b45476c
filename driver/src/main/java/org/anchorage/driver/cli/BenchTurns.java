/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.driver.bench.Schedule;
import picocli.CommandLine.Option;

/** How often a benchmark measures. */
final class BenchTurns {

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Repeats to throw away first (default ${DEFAULT-VALUE}).")
  int warmUp = 8;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Repeats to measure; the median counts (default ${DEFAULT-VALUE}).")
  int repeats = 5;

  Schedule schedule(int calls) {
    return new Schedule(warmUp, repeats, calls);
  }
}
