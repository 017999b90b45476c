/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write to a directory, of a run or of an artifact that is not complete, held by one
 * driver at a time. A lease is a file, {@value #FILE}, on any Hadoop filesystem; its holder renews
 * it by touching the file. Another driver may take the lease over when it was not renewed for its
 * length. On the holder's own host it may do so as soon as the holder's process has ended. Times
 * are the drivers' own: the clocks of hosts that share runs must agree to well within the length.
 *
 * <p>On HDFS and local disks no two drivers hold a run at once. On an object store, two drivers
 * that begin at the same instant may both believe that they hold it; {@link #require} refuses one
 * of them before it writes.
 *
 * <p>Thread-safe.
 */
public final class Lease implements AutoCloseable {

  /** Name of the file, in the directory. */
  public static final String FILE = ".lease";

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final Leased what;
  private final Path run;
  private final boolean made;
  private final LeaseFile file;
  private final Holder holder;
  private final Clock clock;
  private final Heartbeat heartbeat;

  private Lease(
      Leased what,
      Path run,
      boolean made,
      LeaseFile file,
      Holder holder,
      Duration length,
      Clock clock) {
    this.what = what;
    this.run = run;
    this.made = made;
    this.file = file;
    this.holder = holder;
    this.clock = clock;
    this.heartbeat = new Heartbeat(length.dividedBy(3), this::renew);
  }

  /**
   * Takes the lease of a run and renews it until it is closed.
   *
   * @param run its directory; created if it does not exist
   * @param length after which a lease that is not renewed may be taken over
   * @param clock of this host
   * @throws LeaseException if another driver holds it
   */
  public static Lease take(Path run, Configuration hadoop, Duration length, Clock clock) {
    return take(Leased.RUN, run, hadoop, length, clock);
  }

  /** As {@link #take(Path, Configuration, Duration, Clock)}, for any kind of directory. */
  public static Lease take(
      Leased what, Path run, Configuration hadoop, Duration length, Clock clock) {
    LeaseFile file = new LeaseFile(new Path(run, FILE), hadoop);
    Holder self = Holder.here(clock.instant());
    boolean made;
    try {
      made = !run.getFileSystem(hadoop).exists(run);
      if (!file.create(self, clock.instant())) {
        takeOver(what, run, file, self, length, clock);
      }
    } catch (IOException e) {
      throw what.unreachable(run, e);
    }
    return new Lease(what, run, made, file, self, length, clock);
  }

  /**
   * Refuses a run that another driver holds, and does not take it: a check before Spark starts.
   *
   * @throws LeaseException if another driver holds it
   */
  public static void requireFree(Path run, Configuration hadoop, Duration length, Clock clock) {
    requireFree(Leased.RUN, run, hadoop, length, clock);
  }

  /** As {@link #requireFree(Path, Configuration, Duration, Clock)}, for any kind of directory. */
  public static void requireFree(
      Leased what, Path run, Configuration hadoop, Duration length, Clock clock) {
    try {
      refuseHeld(what, run, new LeaseFile(new Path(run, FILE), hadoop).read(), length, clock);
    } catch (IOException e) {
      throw what.unreachable(run, e);
    }
  }

  /**
   * Returns whether a driver holds a directory now. It may be this process.
   *
   * @param length after which a lease that is not renewed is over
   * @throws LeaseException if the file cannot be read
   */
  public static boolean isHeld(
      Leased what, Path run, Configuration hadoop, Duration length, Clock clock) {
    try {
      LeaseFile.Found found = new LeaseFile(new Path(run, FILE), hadoop).read();
      return found != null && !isOver(found, length, clock);
    } catch (IOException e) {
      throw what.unreachable(run, e);
    }
  }

  /**
   * Takes over a lease that is over. Several drivers may find this out at once. Each tries to
   * create a claim, a file named after the old lease, and only one succeeds. A driver that creates
   * the claim later, after the first has removed it, sees that the lease has changed.
   */
  private static void takeOver(
      Leased what, Path run, LeaseFile file, Holder self, Duration length, Clock clock)
      throws IOException {
    LeaseFile.Found old = file.read();
    refuseHeld(what, run, old, length, clock);
    boolean taken;
    if (old == null) {
      taken = file.create(self, clock.instant());
    } else {
      LeaseFile claim =
          new LeaseFile(new Path(run, FILE + "-after-" + old.holder().token()), file.hadoop());
      clearStale(claim, length, clock);
      taken = claim.create(self, clock.instant()) && replaced(file, old, self, claim, clock);
    }
    if (!taken) {
      refuseHeld(what, run, file.read(), length, clock);
      throw new LeaseException(
          "Another driver is taking over the "
              + what.noun()
              + " at "
              + run
              + "; check it before trying again");
    }
    if (old != null) {
      LOG.warn("Taking over the {} at {} from {}", what.noun(), run, described(old.holder()));
    }
  }

  private static boolean replaced(
      LeaseFile file, LeaseFile.Found old, Holder self, LeaseFile claim, Clock clock)
      throws IOException {
    try {
      LeaseFile.Found now = file.read();
      if (now == null || !now.holder().token().equals(old.holder().token())) {
        return false;
      }
      file.delete();
      return file.create(self, clock.instant());
    } finally {
      claim.delete();
    }
  }

  /** Deletes the claim of a driver that died while taking over. */
  private static void clearStale(LeaseFile claim, Duration length, Clock clock) throws IOException {
    LeaseFile.Found found = claim.read();
    if (found != null && isOver(found, length, clock)) {
      claim.delete();
    }
  }

  private static boolean isOver(LeaseFile.Found found, Duration length, Clock clock) {
    return found.holder().isDeadHere() || !found.seen().plus(length).isAfter(clock.instant());
  }

  private static void refuseHeld(
      Leased what, Path run, LeaseFile.@Nullable Found found, Duration length, Clock clock) {
    if (found == null || isOver(found, length, clock)) {
      return;
    }
    String holder = found.isUnknown() ? "a driver that has just begun" : described(found.holder());
    throw what.held(run, holder, found.seen().plus(length), length);
  }

  private static String described(Holder holder) {
    return "process " + holder.process() + " on " + holder.host() + " since " + holder.since();
  }

  /**
   * Refuses to go on if the lease is lost. Call it before writing anything that another driver may
   * be writing too.
   *
   * @throws LeaseException if another driver has taken the run over, or the file is gone
   */
  public void require() {
    LeaseFile.Found found;
    try {
      found = file.read();
    } catch (IOException e) {
      throw what.unreachable(run, e);
    }
    if (found == null || !found.holder().token().equals(holder.token())) {
      throw what.lost(
          run,
          found == null
              ? "its lease was removed"
              : described(found.holder()) + " has taken it over");
    }
  }

  /** Renews the lease. A failure is only logged, because the next attempt may succeed. */
  void renew() {
    try {
      LeaseFile.Found found = file.read();
      if (found != null && found.holder().token().equals(holder.token())) {
        file.touch(holder, clock.instant());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The lease of the {} at {} could not be renewed: {}", what.noun(), run, e.getMessage());
    }
  }

  /**
   * Releases the run, unless another driver has it; deletes a directory made for the lease alone.
   */
  @Override
  public void close() {
    heartbeat.close();
    try {
      LeaseFile.Found found = file.read();
      if (found != null && found.holder().token().equals(holder.token())) {
        file.delete();
        FileSystem files = run.getFileSystem(file.hadoop());
        if (made && files.listStatus(run).length == 0) {
          files.delete(run, false /* recursive */);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The lease of the {} at {} could not be removed: {}", what.noun(), run, e.getMessage());
    }
  }
}
