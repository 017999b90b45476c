/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import org.anchorage.core.config.value.ConfigurationException;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program. Exits 0 on success, 2 on wrong use or configuration, 1 on failure; the stack trace
 * of a failure is logged at level debug (see {@code conf/log4j2.properties}).
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
      ExportCommand.class,
      ConformanceCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      SearchCommand.class,
      ReportCommand.class,
      SettingsCommand.class
    })
public final class Main {

  private Main() {}

  /**
   * Runs a command and exits with its code. A driver that YARN or a standalone master started
   * returns instead, or throws: to an application master an exit is a failure, even with code 0.
   *
   * @throws FailedCommand in such a driver, if the command fails
   */
  public static void main(String[] words) {
    if (!"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
      System.exit(run(words));
    }
    StringWriter complaint = new StringWriter();
    int code = run(new PrintWriter(complaint, true), words);
    System.err.print(complaint);
    if (code != CommandLine.ExitCode.OK) {
      throw new FailedCommand(code, complaint.toString());
    }
  }

  /** Runs a command and returns its exit code. */
  public static int run(String... words) {
    return run(new PrintWriter(System.err, true, Charset.defaultCharset()), words);
  }

  private static int run(PrintWriter errors, String... words) {
    CommandLine command =
        new CommandLine(new Main())
            .setErr(errors)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(Main::failed);
    try {
      return command.execute(words);
    } catch (FSError | OutOfMemoryError | LinkageError e) {
      // A full local disk, memory that is too small, natives that cannot be unpacked: no bugs.
      command.getErr().println(command.getColorScheme().errorText(message(e) + remedy(e)));
      log().debug("The command failed", e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Made where it is needed, for starting a logger takes longer than all that --help does. */
  private static Logger log() {
    return LoggerFactory.getLogger(Main.class);
  }

  private static String remedy(Error e) {
    if (e instanceof FSError) {
      return "; free space on the local disk, or write elsewhere";
    }
    return e instanceof OutOfMemoryError
        ? "; give more memory, e.g. ANCHORAGE_JAVA_OPTIONS=-Xmx8g"
        : "; a library could not be loaded: see that the temporary directory has room and may run"
            + " programs, or set -Dorg.bytedeco.javacpp.cachedir";
  }

  private static String message(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** A task's own input and output is to and from its executor's disk. */
  private static String onExecutor(Exception e, Throwable cause) {
    return e != cause && cause instanceof IOException
        ? " (in a task; if an executor's local disk is full or lost, free space there or set"
            + " spark.local.dir; train --resume goes on from the newest checkpoint)"
        : "";
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    Throwable cause = e;
    // Spark wraps what a task threw; the reader wants what was wrong, not where it passed through.
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.spark")) {
      cause = cause.getCause();
    }
    command
        .getErr()
        .println(command.getColorScheme().errorText(message(cause) + onExecutor(e, cause)));
    if (cause instanceof ConfigurationException) {
      return CommandLine.ExitCode.USAGE;
    }
    log().debug("The command failed", e);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
