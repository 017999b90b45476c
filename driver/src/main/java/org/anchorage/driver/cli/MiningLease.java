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

  /** Takes the lease. Needs no Spark. */
  static Lease take(RunDirectory directory, Settings settings) {
    return Lease.take(
        Leased.MINED,
        directory.mined(),
        Sparks.hadoop(),
        Duration.ofSeconds(settings.train().leaseSeconds()),
        Clock.systemUTC());
  }
}
