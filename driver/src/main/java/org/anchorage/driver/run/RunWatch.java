/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.Leased;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, from another application, how far a run is that is being trained. Nothing is written. Not
 * thread-safe.
 */
public final class RunWatch {

  private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

  private final RunDirectory directory;
  private final Configuration hadoop;
  private final Clock clock;
  private Optional<String> seen = Optional.empty();

  /**
   * Watches a run.
   *
   * @param directory of the run, which need not exist yet
   * @param clock of this host
   */
  public RunWatch(RunDirectory directory, Configuration hadoop, Clock clock) {
    this.directory = directory;
    this.hadoop = hadoop;
    this.clock = clock;
  }

  /** Returns the run's directory. */
  public RunDirectory directory() {
    return directory;
  }

  /** Returns whether a run was begun and has a checkpoint, whole or damaged. */
  public boolean hasCheckpoint() {
    return directory.exists()
        && Checkpoints.newestName(directory.checkpoints(), hadoop).isPresent();
  }

  /** Returns whether a driver trains the run now: whether somebody holds its lease. */
  public boolean isTrained() {
    return Lease.isHeld(Leased.RUN, directory.location(), hadoop, leaseLength(), clock);
  }

  private Duration leaseLength() {
    return Duration.ofSeconds(settings().train().leaseSeconds());
  }

  /** Those of the run, which a resume may change; the defaults before it has any. */
  private Settings settings() {
    return directory.exists() ? directory.settings().typed() : SettingsReader.defaults().settings();
  }

  /**
   * Returns the newest whole position, if a checkpoint was added since the last call; empty if none
   * was. A checkpoint may be deleted while it is read: the next newest is taken then.
   *
   * @throws ArtifactException if there are checkpoints, none is whole, and nobody trains the run
   */
  public Optional<Position> newer() {
    Optional<String> newest = Checkpoints.newestName(directory.checkpoints(), hadoop);
    if (newest.equals(seen)) {
      return Optional.empty();
    }
    try {
      Optional<Position> found = Checkpoints.newestOf(directory.checkpoints(), hadoop);
      seen = newest;
      return found;
    } catch (ArtifactException e) {
      if (!isTrained()) {
        throw e;
      }
      LOG.warn("{}. Its trainer may write another", e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns whether a position is at the end of the run's last epoch. */
  public boolean isOver(Position position) {
    return position.epoch() > settings().train().epochs();
  }
}
