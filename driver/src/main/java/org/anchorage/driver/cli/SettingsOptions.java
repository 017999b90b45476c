/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code --conf FILE} and {@code key=value} words. */
class SettingsOptions {

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "A configuration file. conf/defaults.conf has every key.")
  @Nullable Path conf;

  @Parameters(
      paramLabel = "key=value",
      arity = "0..*",
      description = "Settings; they win over the configuration. E.g. epochs=8 loss.name=triplet.")
  List<String> words = new ArrayList<>();

  /** Returns the settings, checked: defaults, file, words. */
  RunSettings read() {
    return over(SettingsReader.defaults()).read();
  }

  /** Returns some settings with file and words over them. */
  SettingsReader over(SettingsReader base) {
    Path file = conf;
    return (file == null ? base : base.with(text(file), file)).with(words);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          "--conf", file, "there is no such file; give the path of a configuration");
    } catch (IOException e) {
      throw new ConfigurationException(
          "--conf", file, "it cannot be read: " + e + "; give the path of a file");
    }
  }
}
