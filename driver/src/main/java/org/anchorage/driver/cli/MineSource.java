/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.session.Sparks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --run URI} to mine, or {@code --table URI} that was mined before. */
final class MineSource extends SettingsOptions {

  @Option(names = "--run", paramLabel = "URI", description = "A trained run, which is mined.")
  @Nullable String run;

  @Option(
      names = "--table",
      paramLabel = "URI",
      description = "A table that was mined before, to --export without mining again.")
  @Nullable String table;

  /**
   * Returns the run that is mined.
   *
   * @throws ConfigurationException if none is named
   */
  String run() {
    String named = run;
    if (named == null) {
      throw new ConfigurationException(
          "--run", "", "name the run to mine, or by --table a table to --export");
    }
    return named;
  }

  /** Returns the run's settings with file and words over them, or those of a table's export. */
  @Override
  RunSettings read() {
    if (table != null) {
      return super.read();
    }
    RunDirectory directory = new RunDirectory(run(), Sparks.hadoop());
    return directory.ofSameNetwork(over(SettingsReader.over(directory.settings())).read());
  }
}
