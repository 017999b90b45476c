/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.anchorage.driver.mine.RefusedTables;
import org.anchorage.driver.mine.TableListing;
import org.anchorage.driver.record.PlannedBy;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the epochs of a run are planned by, and warns once of each thing. */
final class PlanNotices {

  private static final Logger LOG = LoggerFactory.getLogger(PlanNotices.class);

  private final Path run;
  private final int staleness;
  private final Consumer<String> warn;
  private final RefusedTables tables;
  private final Set<String> said = new HashSet<>();

  PlanNotices(Path run, int staleness) {
    this(run, staleness, LOG::warn);
  }

  /** For tests: warnings go somewhere else than to the log. */
  PlanNotices(Path run, int staleness, Consumer<String> warn) {
    this.run = run;
    this.staleness = staleness;
    this.warn = warn;
    this.tables = new RefusedTables(warn);
  }

  void planned(int epoch, PlannedBy by) {
    LOG.info("Epoch {} is planned by {}", epoch, described(by));
  }

  static String described(PlannedBy by) {
    if (!by.hasTable()) {
      return "no mined table";
    }
    Integer age = by.age();
    return "the mined table " + by.table() + (age == null ? "" : ", " + epochs(age));
  }

  private static String epochs(int age) {
    return age == 1 ? "1 epoch old" : age + " epochs old";
  }

  /**
   * Tells which tables are refused, why, and what is used instead.
   *
   * @param refused each with the reason
   * @param by what the epoch is planned by
   */
  void refused(int epoch, List<TableListing.Unusable> refused, PlannedBy by) {
    tables.tell(refused, "Epoch " + epoch + " is planned by " + described(by));
  }

  /** Tells why an epoch is planned by no newer table. */
  void instead(int epoch, TableChoice choice, PlannedBy by) {
    if (choice.refused().isPresent()) {
      TableChoice.Candidate stale = choice.refused().get();
      if (said.add(stale.table().location().toString())) {
        warn.accept(ofStale(epoch, stale, by));
      }
    } else if (choice.candidates().isEmpty() && epoch > 1 && said.add("none")) {
      warn.accept(
          "Nothing has been mined beside the run at "
              + run
              + " yet: epoch "
              + epoch
              + " is planned by "
              + described(by)
              + ". Does `mine --run "
              + run
              + " --follow` run?");
    }
  }

  String ofStale(int epoch, TableChoice.Candidate stale, PlannedBy by) {
    return "The newest mined table, "
        + stale.table().location()
        + ", is "
        + epochs(stale.age())
        + ", and mine.staleness = "
        + staleness
        + ": epoch "
        + epoch
        + " is planned by "
        + described(by)
        + ". Give the miner more executors, or raise mine.staleness";
  }
}
