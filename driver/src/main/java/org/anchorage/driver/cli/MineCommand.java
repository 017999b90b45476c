/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.WhenExists;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mines a run's corpus: once, as a job to schedule, or as long as the run trains. */
@Command(
    name = "mine",
    mixinStandardHelpOptions = true,
    description = "Mine hard classes and hard negatives, from a run's newest checkpoint.")
final class MineCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--to",
      paramLabel = "URI",
      description = "Where to write the table (default: mined/round-N in the run).")
  @Nullable String to;

  @Option(names = "--replace", description = "Replace an existing table.")
  boolean replace;

  @Option(
      names = "--follow",
      description =
          "Mine each new checkpoint while the run trains (mine.by=beside). Ends with the run.")
  boolean follow;

  @Override
  public Integer call() {
    if (!follow) {
      new MineOnce(options, output, to, replace ? WhenExists.REPLACE : WhenExists.REFUSE).run();
    } else if (to != null || replace) {
      throw new ConfigurationException(
          to != null ? "--to" : "--replace",
          to != null ? to : "true",
          "--follow writes mined/round-N in the run, each once; leave this out");
    } else {
      new MineFollowing(options, output).run();
    }
    return 0;
  }
}
