/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.core.config.ConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program. Exits 0 on success, 2 on wrong use or configuration, 1 on failure; a failure's cause
 * is logged in full.
 */
@Command(
    name = "anchorage",
    mixinStandardHelpOptions = true,
    version = "anchorage 0.1.0",
    description = "Retrieval embeddings by metric learning, on Spark.",
    subcommands = {
      DemoCommand.class,
      ImportCommand.class,
      TrainCommand.class,
      MineCommand.class,
      EmbedCommand.class,
      EvaluateCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      ReportCommand.class
    })
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] words) {
    System.exit(run(words));
  }

  /** Runs a command and returns its exit code. */
  public static int run(String... words) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::failed)
        .execute(words);
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    Throwable cause = e;
    // Spark wraps what a task threw; the reader wants what was wrong, not where it passed through.
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.spark")) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    command.getErr().println(command.getColorScheme().errorText(message));
    if (cause instanceof ConfigurationException) {
      return CommandLine.ExitCode.USAGE;
    }
    LOG.debug("The command failed", e);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
