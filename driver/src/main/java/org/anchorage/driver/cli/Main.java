/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.Build;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program. Exits 0 on success, 2 on wrong use or configuration, 1 on failure. The stack trace
 * of a failure is logged at level debug (see {@code conf/log4j2.properties}).
 */
@Command(
    name = "anchorage",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
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
      ServeCommand.class,
      ReportCommand.class,
      SettingsCommand.class,
      WeightsCommand.class
    })
public final class Main {

  private Main() {}

  /** What {@code --version} says. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"anchorage " + Build.current().written()};
    }
  }

  /**
   * Runs a command and exits with its code. A driver that YARN or a standalone master started
   * returns or throws instead: an application master takes any exit for a failure, even code 0.
   *
   * @throws FailedCommand in such a driver, if the command fails
   */
  public static void main(String[] words) {
    // What libraries print and name, as their numbers, must not depend on who runs the program.
    Locale.setDefault(Locale.ROOT);
    Interruption interruption = Interruption.watched(words);
    if (!"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
      int code = run(interruption.errors(), words);
      interruption.end();
      System.exit(code);
    }
    StringWriter complaint = new StringWriter();
    int code = run(new PrintWriter(complaint, true), words);
    interruption.end();
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
      return command.execute(HomeFolder.ofUser().expanded(words));
    } catch (FSError | OutOfMemoryError | LinkageError e) {
      // Not bugs: a full local disk, too little memory, natives that cannot be unpacked.
      command.getErr().println(command.getColorScheme().errorText(message(e) + remedy(e)));
      log().debug("The command failed", e);
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** Made only when it is needed, because starting a logger takes longer than --help. */
  private static Logger log() {
    return LoggerFactory.getLogger(Main.class);
  }

  private static String remedy(Error e) {
    if (e instanceof FSError) {
      return "; free space on the local disk, or write elsewhere";
    }
    return e instanceof OutOfMemoryError
        ? "; give more memory, e.g. ANCHORAGE_JAVA_OPTIONS=-Xmx8g"
        : "; a library could not be loaded: check that the temporary directory "
            + System.getProperty("java.io.tmpdir")
            + " has room and is not mounted noexec, set TMPDIR to another, or set -Dorg.bytedeco.javacpp.cachedir";
  }

  private static String message(Throwable cause) {
    if (cause.getCause() instanceof ClassNotFoundException lost) {
      return String.valueOf(lost.getMessage());
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Returns advice on I/O errors in a task, which often concern its executor's disk. */
  private static String onExecutor(Exception e, Throwable cause) {
    return e != cause && (cause instanceof IOException || cause instanceof FSError)
        ? " (in a task; if an executor's local disk is full or lost, free space there or set"
            + " spark.local.dir; train --resume goes on from the newest checkpoint)"
        : "";
  }

  /** Returns advice on a class that Hadoop looked for by name, as that of a filesystem. */
  private static String missingJar(Throwable cause) {
    return cause instanceof ClassNotFoundException
            || cause.getCause() instanceof ClassNotFoundException
        ? "; its jar is not on the class path. docs/build.md says which filesystems need one"
        : "";
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    Throwable cause = e;
    // Spark wraps a task's exception. The user needs the cause, not the wrappers.
    while (cause.getCause() != null && cause.getClass().getName().startsWith("org.apache.spark")) {
      cause = cause.getCause();
    }
    command
        .getErr()
        .println(
            command
                .getColorScheme()
                .errorText(message(cause) + missingJar(cause) + onExecutor(e, cause)));
    if (cause instanceof ConfigurationException || cause instanceof WrongUse) {
      return CommandLine.ExitCode.USAGE;
    }
    log().debug("The command failed", e);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
