/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.calibrate.ThresholdsFile;
import org.anchorage.driver.index.log.Inventory;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what an index holds. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Say what an index holds: kind, recall, items, its log, its size.")
final class IndexInfoCommand implements Callable<Integer> {

  private static final double MIB = 1 << 20;

  @Mixin IndexOption index = new IndexOption();
  @Mixin LogOption log = new LogOption();
  @Mixin Output output = new Output();

  @Override
  public Integer call() {
    Configuration hadoop = Sparks.hadoop();
    Inventory found = Inventory.of(index.path(), hadoop);
    IndexInfo info = found.info();
    output.say("%-12s %s, format %d, model %s", "Index", index.index, info.format(), info.model());
    output.say(
        "%-12s %,d vectors of %d, stored as %s", "Items", info.items(), info.dim(), info.coding());
    output.say(
        "%-12s %s: at most %,d of %,d lists, in %d shards",
        "Search", info.kind(), info.probes(), info.lists(), info.shards());
    output.say("%-12s %.4f asked for, %.4f measured", "Recall@10", info.recall(), info.measured());
    output.say("%-12s %d", "Generation", info.generation());
    output.say(
        "%-12s %,d batches (to number %d) of %,d changes, %,d items added, %,d deleted or replaced",
        "Log", found.batches(), info.log(), info.changes(), info.added(), info.deleted());
    calibration(info);
    output.say(
        "%-12s %.1f MiB, of which the log %.1f MiB",
        "On disk", found.bytes() / MIB, found.logBytes() / MIB);
    if (info.batches() > 0 && log.limits(index, hadoop).isDue(info)) {
      LogOption.sayDue(info, index.index, output);
    }
    output.writeResult(found);
    return 0;
  }

  private void calibration(IndexInfo info) {
    new ThresholdsFile(index.path(), Sparks.hadoop())
        .read()
        .map(Thresholds::origin)
        .filter(origin -> origin.model().equals(info.model()))
        .ifPresent(
            origin ->
                output.say(
                    "%-12s at version %s, with %,d items",
                    "Calibrated", origin.version(), origin.indexed()));
  }
}
