/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.concurrent.Callable;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.log.Inventory;
import org.anchorage.driver.session.Sparks;
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
    Inventory found = Inventory.of(index.path(), Sparks.hadoop());
    IndexInfo info = found.info();
    say("Index", "%s, format %d, model %s", index.index, info.format(), info.model());
    say("Items", "%,d vectors of %d, stored as %s", info.items(), info.dim(), info.coding());
    say(
        "Search",
        "%s: %d of %,d lists, in %d shards",
        info.kind(),
        info.probes(),
        info.lists(),
        info.shards());
    say("Recall@10", "%.4f asked for, %.4f measured", info.recall(), info.measured());
    say("Generation", "%d", info.generation());
    say(
        "Log",
        "%,d batches (to number %d), %,d items added, %,d deleted or replaced",
        found.batches(),
        info.log(),
        info.added(),
        info.deleted());
    say(
        "On disk",
        "%.1f MiB, of which the log %.1f MiB",
        found.bytes() / MIB,
        found.logBytes() / MIB);
    if (info.added() + info.deleted() >= log.items) {
      output.say("Compaction is due: run ./anchorage index compact --index %s", index.index);
    }
    output.writeResult(found);
    return 0;
  }

  private void say(String name, String line, Object... arguments) {
    output.say("%-12s %s", name, String.format(line, arguments));
  }
}
