/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.HashSet;
import java.util.Set;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.record.PlannedBy;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what the epochs of a run are planned by, and warns once of each thing. */
final class PlanNotices {

  private static final Logger LOG = LoggerFactory.getLogger(PlanNotices.class);

  private final Path run;
  private final int staleness;
  private final Set<String> said = new HashSet<>();

  PlanNotices(Path run, int staleness) {
    this.run = run;
    this.staleness = staleness;
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

  /** Tells of tables that another corpus was mined for. */
  void strangers(TableChoice choice) {
    for (StoredTable table : choice.strangers()) {
      if (said.add(table.location().toString())) {
        LOG.warn(ofStranger(table));
      }
    }
  }

  static String ofStranger(StoredTable table) {
    return "The table at "
        + table.location()
        + " was mined from another corpus (fingerprint "
        + table.corpus()
        + ") and plans no epoch; mine the corpus that is trained on";
  }

  /** Tells why an epoch is planned by no newer table. */
  void instead(int epoch, TableChoice choice, PlannedBy by) {
    if (choice.refused().isPresent()) {
      TableChoice.Candidate stale = choice.refused().get();
      if (said.add(stale.table().location().toString())) {
        LOG.warn(ofStale(epoch, stale, by));
      }
    } else if (choice.candidates().isEmpty() && epoch > 1 && said.add("none")) {
      LOG.warn(
          "Nothing has been mined beside the run at {} yet: epoch {} is planned by {}. Does"
              + " `mine --run {} --follow` run?",
          run,
          epoch,
          described(by),
          run);
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
