/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.time.Clock;
import java.time.Duration;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.Leased;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.session.Sparks;

/** The lease on the directory of a run's mined tables: it keeps two miners apart. */
final class MiningLease {

  private MiningLease() {}

  /**
   * Takes the lease, and removes what miners that were killed have left of tables of rounds. Needs
   * no Spark.
   */
  static Lease take(RunDirectory directory, Settings settings) {
    Lease lease =
        Lease.take(
            Leased.MINED,
            directory.mined(),
            Sparks.hadoop(),
            Duration.ofSeconds(settings.train().leaseSeconds()),
            Clock.systemUTC());
    // Others begin with "epoch-": they are the trainer's, who holds another lease.
    directory.sweepMined("round-");
    return lease;
  }
}
