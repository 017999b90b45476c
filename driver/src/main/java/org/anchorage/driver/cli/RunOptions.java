/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.train.RunDirectory;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code --run URI} and {@code key=value} words over the run's own settings. */
final class RunOptions {

  @Option(names = "--run", required = true, paramLabel = "URI", description = "A trained run.")
  String run = "";

  @Parameters(
      paramLabel = "key=value",
      arity = "0..*",
      description = "Settings over the run's own, e.g. corpus=URI for another corpus.")
  List<String> words = new ArrayList<>();

  /** Returns the run's settings with the words over them, checked; before Spark starts. */
  Settings settings() {
    return new RunDirectory(run, Sparks.hadoop()).settings(words).settings();
  }
}
