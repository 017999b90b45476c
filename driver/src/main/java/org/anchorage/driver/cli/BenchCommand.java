/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import picocli.CommandLine.Command;

/** Measures how fast this machine is at a stage. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure how fast this machine is at a stage, on data that the program makes.",
    subcommands = {
      BenchStepCommand.class,
      BenchEmbedCommand.class,
      BenchNeighboursCommand.class,
      BenchRoundCommand.class,
      BenchExchangeCommand.class
    })
final class BenchCommand {}
