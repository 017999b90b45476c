/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.UnknownValue;
import org.anchorage.driver.index.VectorRule;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.lease.Leased;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Changes an index. A call is a batch of its log: when it returns, the batch is on the disk, and
 * whoever opens or refreshes the index finds all of it. If the process is killed before that, the
 * index has all of the batch or nothing.
 *
 * <p>One writer at a time: a lease on the index refuses the second. A writer that was taken for
 * dead and goes on is refused too, and changes nothing. Readers need not know of it.
 *
 * <p>The log is kept in the memory of all who have the index open, and each search compares all
 * that was added. So a log should be short: {@link #compactionDue} says when {@link #compact}
 * should make it part of the base.
 *
 * <p>Thread-safe. Additions and deletions go on while the index is compacted.
 */
public final class IndexWriter implements AutoCloseable {

  /** How long a writer on another host may give no sign of life before it is taken for dead. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final Path location;
  private final Configuration hadoop;
  private final LogLimits limits;
  private final VectorRule rule;
  private final Lease lease;
  private final KnownItems known;
  private final LogAppender log;
  private final Object compacting = new Object();

  private IndexWriter(
      Path location,
      Configuration hadoop,
      LogLimits limits,
      VectorRule rule,
      Lease lease,
      KnownItems known) {
    this.location = location;
    this.hadoop = hadoop;
    this.limits = limits;
    this.rule = rule;
    this.lease = lease;
    this.known = known;
    this.log = new LogAppender(location, hadoop, lease, known);
  }

  /**
   * Opens a writer. Its log is as long as the index's setting {@code index.log-items} allows.
   *
   * @throws ArtifactException if there is no index, it cannot be read, or its format is below 3
   * @throws LeaseException if another writer has it
   */
  public static IndexWriter open(Path location, Configuration hadoop) {
    new Generations(location, hadoop).requireChangeable();
    return open(location, hadoop, LogLimits.of(location, hadoop).items());
  }

  /**
   * Opens a writer, and removes what writers that were killed have left half-written.
   *
   * @param logItems additions and deletions after which compaction is due
   * @throws ArtifactException if there is no index, it cannot be read, or its format is below 3
   * @throws LeaseException if another writer has it
   */
  public static IndexWriter open(Path location, Configuration hadoop, int logItems) {
    LogLimits limits = new LogLimits(logItems);
    Generations generations = new Generations(location, hadoop);
    generations.requireChangeable();
    VectorRule rule = VectorRule.of(location, hadoop);
    Lease lease = Lease.take(Leased.INDEX, location, hadoop, LEASE, Clock.systemUTC());
    try {
      // In this order: a writer that was taken for dead can finish nothing that is not seen here.
      generations.clean();
      new LogDirectory(location, hadoop).clean();
      return new IndexWriter(
          location, hadoop, limits, rule, lease, new KnownItems(location, hadoop));
    } catch (IOException e) {
      lease.close();
      throw new ArtifactException(
          "Cannot prepare the index at " + location + ": " + Failure.reason(e), e);
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  Configuration hadoop() {
    return hadoop;
  }

  /** Returns what embeds images for the index. */
  ImageBatch embedding() {
    return ImageBatch.of(location, hadoop, info().pictureSide());
  }

  /**
   * Returns the ids of the items that a filter admits.
   *
   * @throws IllegalArgumentException if it asks for an attribute that no item has
   */
  public List<String> ids(ItemFilter where) {
    return known.ids(where);
  }

  /** Returns the values of a filter that no item has. */
  public List<UnknownValue> unknown(ItemFilter where) {
    return known.unknown(where);
  }

  /** Returns what is known of the index, with all that was added and deleted so far. */
  public IndexInfo info() {
    return known.info();
  }

  /**
   * Adds items. One whose id is there replaces it; of several with one id the last counts.
   *
   * @throws IllegalArgumentException if a vector has another dim than those of the index, is not
   *     finite, is not as long as those of the network ({@link VectorRule}), or has numbers that
   *     the index cannot hold; if an id is empty or too long; if a text is not UTF-8; or if the
   *     items are too many for a batch of 1 GiB
   * @throws ArtifactException if they cannot be written: then none was added. Also if the log is so
   *     long that the index must be compacted first
   * @throws LeaseException if another writer has taken the index over: then none was added
   */
  public synchronized void add(List<NewItem> items) {
    if (!items.isEmpty()) {
      log.catchUp();
      ItemCheck.of(location, info(), rule).require(items);
      limits.requireRoom(info(), items.size(), "add to", location);
      int dim = info().dim();
      log.append("add to", number -> BatchWriter.added(number, dim, items));
    }
  }

  /**
   * Deletes items.
   *
   * @return the ids that are not in the index; nothing happens for these
   * @throws ArtifactException if it cannot be written: then none was deleted
   * @throws LeaseException if another writer has taken the index over: then none was deleted
   */
  public synchronized Set<String> delete(Collection<String> ids) {
    Set<String> there = new LinkedHashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    log.catchUp();
    for (String id : ids) {
      (known.has(id) ? there : unknown).add(id);
    }
    if (!there.isEmpty()) {
      limits.requireRoom(info(), there.size(), "delete from", location);
      int dim = info().dim();
      log.append("delete from", number -> BatchWriter.deleted(number, dim, there));
    }
    return unknown;
  }

  /** Returns whether the log takes so many further changes at once without being compacted. */
  public boolean hasRoom(int changes) {
    return limits.hasRoom(info(), changes);
  }

  /** Returns whether the log is so long that searches become slow, and memory is taken. */
  public boolean compactionDue() {
    return limits.isDue(info());
  }

  /**
   * Makes the log part of the base: writes the next generation out of the base and the log, finds
   * again how many lists must be probed, and removes the generation before. Readers that have it
   * open go on. Takes about as long as building the index, without embedding. Other calls need not
   * wait.
   *
   * @return whether there was anything in the log
   * @throws ArtifactException if it cannot be written; the message says how the index is then
   * @throws LeaseException if another writer has taken the index over
   */
  public boolean compact() {
    synchronized (compacting) {
      return new Compaction(location, hadoop).run(this::publish);
    }
  }

  private synchronized void publish(Publication written) throws IOException {
    log.publish(written);
  }

  /** Lets the next writer in. */
  @Override
  public synchronized void close() {
    try {
      known.close();
    } finally {
      lease.close();
    }
  }
}
