/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongFunction;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.items.Fields;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.lease.Leased;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.mining.lists.Coding;
import org.anchorage.worker.image.SmallPicture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/**
 * Changes an index. A call is a batch of its log: when it returns, the batch is on the disk, and
 * whoever opens or refreshes the index finds all of it. If the process is killed before that, the
 * index has all of the batch or nothing.
 *
 * <p>One writer at a time: a lease on the index refuses the second. Readers need not know of it.
 *
 * <p>The log is kept in the memory of all who have the index open, and each search compares all
 * that was added. So a log should be short: {@link #compactionDue} says when {@link #compact}
 * should make it part of the base.
 *
 * <p>Thread-safe. Additions and deletions go on while the index is compacted.
 */
public final class IndexWriter implements AutoCloseable {

  /** Added and deleted items after which compaction is due, unless somebody says otherwise. */
  public static final int LOG_ITEMS = 20_000;

  /** How long a writer on another host may give no sign of life before it is taken for dead. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /** A log of so many times the length at which compaction is due takes no more. */
  private static final int MOST = 5;

  private final Path location;
  private final Configuration hadoop;
  private final int logItems;
  private final LogDirectory log;
  private final Lease lease;
  private final Index index;
  private final Object compacting = new Object();
  private boolean uncertain;

  private IndexWriter(Path location, Configuration hadoop, int logItems, Lease lease, Index index) {
    this.location = location;
    this.hadoop = hadoop;
    this.logItems = logItems;
    this.log = new LogDirectory(location, hadoop);
    this.lease = lease;
    this.index = index;
  }

  /**
   * Opens a writer, and removes what writers that were killed have left half-written.
   *
   * @param logItems added and deleted items after which compaction is due
   * @throws ArtifactException if there is no index, it cannot be read, or its format is below 3
   * @throws LeaseException if another writer has it
   */
  public static IndexWriter open(Path location, Configuration hadoop, int logItems) {
    Generations generations = new Generations(location, hadoop);
    generations.requireChangeable();
    Lease lease = Lease.take(Leased.INDEX, location, hadoop, LEASE, Clock.systemUTC());
    try {
      generations.clean();
      new LogDirectory(location, hadoop).clean();
      return new IndexWriter(location, hadoop, logItems, lease, Index.open(location, hadoop, 1));
    } catch (IOException e) {
      lease.close();
      throw failed("prepare", location, e, "");
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
    SavedNetwork network = SavedNetwork.read(location, hadoop);
    int side = index.info().pictureSide();
    SmallPicture small =
        new SmallPicture(Math.max(1, side), network.settings().typed().imports().maxPixels());
    return new ImageBatch(network, encoded -> side == 0 ? null : small.of(encoded));
  }

  /**
   * Returns the ids of the items that a filter admits.
   *
   * @throws IllegalArgumentException if it asks for an attribute that no item has
   */
  public List<String> ids(ItemFilter where) {
    where.require(index.attributes());
    return index.ofSnapshot(
        now -> {
          List<String> ids = new ArrayList<>();
          for (LivePart live : now.parts()) {
            for (int row : live.live().and(live.part().matching(where)).rows()) {
              ids.add(live.part().item(row).id());
            }
          }
          return ids;
        });
  }

  /** Returns what is known of the index, with all that was added and deleted so far. */
  public IndexInfo info() {
    return index.info();
  }

  /**
   * Adds items. One whose id is there replaces it; of several with one id the last counts.
   *
   * @throws IllegalArgumentException if a vector has another length than those of the index, is not
   *     finite, or has numbers that the index cannot hold; if an id is empty or too long; or if the
   *     items are too many for a batch of 1 GiB
   * @throws ArtifactException if they cannot be written: then none was added. Also if the log is so
   *     long that the index must be compacted first
   * @throws LeaseException if another writer has taken the index over
   */
  public synchronized void add(List<NewItem> items) {
    if (items.isEmpty()) {
      return;
    }
    int dim = index.dim();
    items.forEach(item -> require(item, dim));
    append("add to", items.size(), number -> BatchFile.added(number, dim, items));
  }

  private void require(NewItem added, int dim) {
    String id = added.item().id();
    if (id.isEmpty()) {
      throw new IllegalArgumentException("Cannot add an item without an id; give each its own");
    }
    if (added.vector().length != dim) {
      throw new IllegalArgumentException(
          "Cannot add "
              + id
              + ": its vector has "
              + added.vector().length
              + " floats, and those of the index at "
              + location
              + " have "
              + dim
              + "; embed it with the index's own network");
    }
    if (id.length() > Fields.LONGEST) {
      throw new IllegalArgumentException(
          "Cannot add "
              + id.substring(0, 40)
              + "...: its id has "
              + id.length()
              + " characters, and "
              + Fields.LONGEST
              + " are the most; give it a shorter one");
    }
    for (float number : added.vector()) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException(
            "Cannot add " + id + ": its vector holds " + number + "; leave it out");
      }
    }
    try {
      // The log holds floats; what the base cannot hold would stop every compaction.
      Coding.valueOf(index.info().coding().toUpperCase(Locale.ROOT)).require(added.vector());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Cannot add " + id + ": " + e.getMessage(), e);
    }
  }

  /**
   * Deletes items.
   *
   * @return the ids that are not in the index; nothing happens for these
   * @throws ArtifactException if it cannot be written: then none was deleted
   * @throws LeaseException if another writer has taken the index over
   */
  public synchronized Set<String> delete(Collection<String> ids) {
    Set<String> unknown = new LinkedHashSet<>();
    Set<String> known = new LinkedHashSet<>();
    catchUp();
    for (String id : ids) {
      (index.item(id).isPresent() ? known : unknown).add(id);
    }
    if (!known.isEmpty()) {
      int dim = index.dim();
      append("delete from", known.size(), number -> BatchFile.deleted(number, dim, known));
    }
    return unknown;
  }

  private void append(String action, int changes, LongFunction<byte[]> batch) {
    catchUp();
    requireRoom(action, changes);
    lease.require();
    long number = index.info().log() + 1;
    try {
      log.append(number, batch.apply(number));
    } catch (IOException | FSError e) {
      uncertain = true;
      throw failed(action, location, e, state(number));
    }
    boolean unused = index.refresh();
  }

  /** Says what has become of a batch whose writing failed. */
  private String state(long number) {
    try {
      return log.has(number)
          ? ". This batch is there, but may not survive a loss of power; write it again to be sure"
          : ". Nothing of this batch was written; all before it is there";
    } catch (IOException e) {
      return ". This batch is there as a whole or not at all; all before it is there";
    }
  }

  /** After a failure the batch may be there all the same. */
  private void catchUp() {
    if (uncertain) {
      boolean unused = index.refresh();
      uncertain = false;
    }
  }

  /** Returns whether the log takes so many further changes without being compacted. */
  public boolean hasRoom(int changes) {
    long held = changed();
    return held == 0 || held + changes <= (long) MOST * logItems;
  }

  private void requireRoom(String action, int changes) {
    if (!hasRoom(changes)) {
      throw new ArtifactException(
          "Cannot "
              + action
              + " the index at "
              + location
              + ": its log has "
              + changed()
              + " changes already, and "
              + (long) MOST * logItems
              + " are the most; compact the index first");
    }
  }

  private long changed() {
    IndexInfo info = index.info();
    return info.added() + info.deleted();
  }

  /** Returns whether the log is so long that searches become slow, and memory is taken. */
  public boolean compactionDue() {
    return changed() >= logItems;
  }

  /**
   * Makes the log part of the base: writes the next generation out of the base and the log, finds
   * again how many lists must be probed, and removes the generation before. Readers that have it
   * open go on. Takes about as long as building the index, without embedding. Other calls need not
   * wait.
   *
   * @return whether there was anything in the log
   * @throws ArtifactException if it cannot be written; the index is then as it was
   * @throws LeaseException if another writer has taken the index over
   */
  public boolean compact() {
    synchronized (compacting) {
      return new Compaction(location, hadoop).run(this::commit);
    }
  }

  private synchronized void commit(Compaction.Commit commit) throws IOException {
    lease.require();
    commit.run();
    boolean unused = index.refresh();
  }

  private static ArtifactException failed(
      String action, Path location, Throwable cause, String state) {
    String reason = Failure.reason(cause);
    return new ArtifactException(
        "Cannot " + action + " the index at " + location + ": " + reason + state, cause);
  }

  /** Lets the next writer in. */
  @Override
  public synchronized void close() {
    try {
      index.close();
    } finally {
      lease.close();
    }
  }
}
