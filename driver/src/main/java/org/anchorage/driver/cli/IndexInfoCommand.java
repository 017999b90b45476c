/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.anchorage.driver.count.Count;
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
    description = "Say what an index holds: kind, recall, items, its log, thresholds, its size.")
final class IndexInfoCommand implements Callable<Integer> {

  private static final double MIB = 1 << 20;
  private static final List<Double> PRECISIONS = List.of(0.5, 0.9, 0.95, 0.99);

  @Mixin IndexOption index = new IndexOption();
  @Mixin LogOption log = new LogOption();
  @Mixin Output output = new Output();

  @Override
  public Integer call() {
    log.check();
    Configuration hadoop = Sparks.hadoop();
    Inventory found = Inventory.of(index.path(), hadoop);
    IndexInfo info = found.info();
    output.say("%-12s %s, format %d, model %s", "Index", index.index, info.format(), info.model());
    output.say(
        "%-12s %s of %d, stored as %s",
        "Items", Count.of(info.items(), "vector"), info.dim(), info.coding());
    output.say(
        "%-12s %s: at most %,d of %s, in %s",
        "Search",
        info.kind(),
        info.probes(),
        Count.of(info.lists(), "list"),
        Count.of(info.shards(), "shard"));
    output.say("%-12s %.4f asked for, %.4f measured", "Recall@10", info.recall(), info.measured());
    output.say("%-12s %d", "Generation", info.generation());
    output.say(
        "%-12s %s (to number %d) of %s, %s added, %,d deleted or replaced",
        "Log",
        Count.of(found.batches(), "batch"),
        info.log(),
        Count.of(info.changes(), "change"),
        Count.of(info.added(), "item"),
        info.deleted());
    Optional<Thresholds> measured =
        new ThresholdsFile(index.path(), hadoop)
            .read()
            .filter(thresholds -> thresholds.origin().model().equals(info.model()));
    measured.ifPresent(this::say);
    output.say(
        "%-12s %.1f MiB, of which the log %.1f MiB",
        "On disk", found.bytes() / MIB, found.logBytes() / MIB);
    if (info.batches() > 0 && log.limits(index, hadoop).isDue(info)) {
      LogOption.sayDue(info, index.index, output);
    }
    output.writeResult(result(found, measured));
    return 0;
  }

  private void say(Thresholds measured) {
    Thresholds.Origin origin = measured.origin();
    output.say(
        "%-12s at version %s, with %s",
        "Calibrated", origin.version(), Count.of(origin.indexed(), "item"));
    String name = "Thresholds";
    for (double precision : PRECISIONS) {
      String wanted = String.format(Locale.ROOT, "%.0f %%", 100 * precision);
      output.say(
          "%-12s precision %s %s",
          name,
          wanted,
          measured.reaching(precision).map(IndexInfoCommand::within).orElse("is not reached"));
      name = "";
    }
    measured
        .best()
        .ifPresent(best -> output.say("%-12s the best F1, %.3f, %s", "", best.f1(), within(best)));
  }

  private static String within(Thresholds.Point point) {
    return String.format(
        Locale.ROOT,
        "within %.4f (recall %.1f %%%s)",
        point.distance(),
        100 * point.recall(),
        point.restsOnFew() ? "; measured on " + Count.of(point.pairs(), "pair") + " alone" : "");
  }

  private static Map<String, Object> result(Inventory found, Optional<Thresholds> measured) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("info", found.info());
    result.put("batches", found.batches());
    result.put("log_bytes", found.logBytes());
    result.put("bytes", found.bytes());
    measured.ifPresent(
        thresholds -> {
          result.put("calibrated", thresholds.origin());
          List<Map<String, Object>> points = new ArrayList<>();
          for (double precision : PRECISIONS) {
            thresholds
                .reaching(precision)
                .ifPresent(point -> points.add(Map.of("wanted", precision, "point", point)));
          }
          result.put("thresholds", points);
          thresholds.best().ifPresent(best -> result.put("best", best));
        });
    return result;
  }
}
