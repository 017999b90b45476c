/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.session.Sparks;
import picocli.CommandLine.Option;

/** {@code --run URI}, with {@code --conf FILE} and {@code key=value} words over its settings. */
final class RunOptions extends SettingsOptions {

  @Option(names = "--run", required = true, paramLabel = "URI", description = "A trained run.")
  String run = "";

  /** Returns the run's settings with file and words over them, checked. Needs no Spark. */
  @Override
  RunSettings read() {
    RunDirectory directory = new RunDirectory(run, Sparks.hadoop());
    return directory.ofSameNetwork(over(SettingsReader.over(directory.settings())).read());
  }
}
