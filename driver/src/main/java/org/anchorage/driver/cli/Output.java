/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Locale;
import org.anchorage.driver.artifact.FiniteNumbers;
import org.anchorage.driver.artifact.Replacement;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.progress.ProgressStyle;
import org.anchorage.driver.session.Sparks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command's output: progress on standard error, results on standard output and as JSON. */
final class Output {

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the result as JSON, to a local path or a URI.")
  @Nullable String json;

  @Option(
      names = "--progress",
      paramLabel = "STYLE",
      description = "bars, lines, or auto (default): bars on a terminal, lines elsewhere.")
  ProgressStyle style = ProgressStyle.AUTO;

  /** Returns the factory of progress displays. */
  Progress.Factory progress() {
    return style.factory(System.err, Clock.systemUTC());
  }

  /** Prints a line on standard output. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is in a jar that nothing else needs
  void say(String line, Object... arguments) {
    System.out.println(arguments.length == 0 ? line : String.format(Locale.ROOT, line, arguments));
  }

  /** Made only when it is needed, because loading Jackson takes longer than --help. */
  private static ObjectWriter json() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .addModule(FiniteNumbers.module())
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writer();
  }

  /**
   * Writes the result as JSON, whole or not at all, if {@code --json} names a file. A path is on
   * the driver's machine, a URI on any Hadoop filesystem.
   */
  void writeResult(Object result) {
    String file = json;
    if (file == null) {
      return;
    }
    try {
      byte[] text = json().writeValueAsBytes(result);
      if (file.contains("://")) {
        writeRemote(new org.apache.hadoop.fs.Path(file), text);
      } else {
        writeLocal(Path.of(file).toAbsolutePath(), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write the result to " + file + ": " + e.getMessage() + "; give another --json",
          e);
    }
  }

  private static void writeLocal(Path target, byte[] text) throws IOException {
    Files.createDirectories(target.getParent());
    Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
    Files.write(temporary, text);
    Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeRemote(org.apache.hadoop.fs.Path target, byte[] text)
      throws IOException {
    Replacement.write(
        target.getFileSystem(Sparks.hadoop()),
        target.suffix(".tmp"),
        target,
        Sparks.hadoop(),
        out -> out.write(text));
  }
}
