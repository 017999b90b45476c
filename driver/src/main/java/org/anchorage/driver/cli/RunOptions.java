/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.time.Duration;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.session.Sparks;
import picocli.CommandLine.Option;

/** {@code --run URI}, with {@code --conf FILE} and {@code key=value} words over its settings. */
final class RunOptions extends SettingsOptions {

  @Option(names = "--run", required = true, paramLabel = "URI", description = "A trained run.")
  String run = "";

  /** Returns after which time a driver that gives no sign of life is taken for dead. */
  static Duration lease(RunSettings settings) {
    return Duration.ofSeconds(settings.typed().train().leaseSeconds());
  }

  /** Returns the run's settings with file and words over them, checked. Needs no Spark. */
  @Override
  RunSettings read() {
    RunDirectory directory = new RunDirectory(run, Sparks.hadoop());
    return directory.ofSameNetwork(over(SettingsReader.over(directory.settings())).read());
  }
}
