/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.Snapshot;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Takes up the batches of an index's log. Items that they add become parts in memory, behind those
 * of the base, in the order in which their ids were last added; rows that they delete or replace
 * are no longer live. The result does not depend on how often the log is looked at. Not
 * thread-safe.
 */
final class LogReplay {

  private final LogDirectory log;
  private final BatchFiles batches;
  private final AddedParts added;

  /**
   * Takes up nothing yet.
   *
   * @param index its directory
   */
  LogReplay(Path index, Configuration hadoop) {
    this.log = new LogDirectory(index, hadoop);
    this.batches = new BatchFiles(log);
    this.added = new AddedParts(batches);
  }

  /** What batches change: the last change of each id, in the order of these. */
  private static final class Changes {

    private final Map<String, Change> byId = new LinkedHashMap<>();
    private long count;
    private long last;

    Changes(long last) {
      this.last = last;
    }

    void add(long number, List<Change> batch) {
      for (Change change : batch) {
        byId.remove(change.id());
        byId.put(change.id(), change);
      }
      count += batch.size();
      last = number;
    }
  }

  /**
   * Takes up all batches that follow a generation, and verifies that none is missing.
   *
   * @param base a generation; its parts are shared by the result
   * @throws ArtifactException if a batch is missing, damaged, or of another dimension
   */
  Snapshot open(Snapshot base) {
    Changes changes = new Changes(base.info().log());
    for (LogDirectory.Found batch : log.after(base.info().log())) {
      changes.add(batch.number(), batches.read(batch.number(), base.info().dim()));
    }
    return changed(base, changes).orElse(base);
  }

  /**
   * Takes up the batches after those that a snapshot has: the next ones, as long as they are there.
   * The directory is not listed, so that one batch more takes no longer in a long log.
   *
   * @param held what {@link #open} or this method has returned last; its parts are shared
   * @return empty if there are no further batches
   * @throws ArtifactException if a batch is damaged, or of another dimension
   */
  Optional<Snapshot> newer(Snapshot held) {
    int dim = held.info().dim();
    Changes changes = new Changes(held.info().log());
    Optional<List<Change>> next = batches.find(changes.last + 1, dim);
    while (next.isPresent()) {
      changes.add(changes.last + 1, next.get());
      next = batches.find(changes.last + 1, dim);
    }
    return changed(held, changes);
  }

  private Optional<Snapshot> changed(Snapshot held, Changes changes) {
    if (changes.last == held.info().log()) {
      return Optional.empty();
    }
    List<LivePart> parts = new ArrayList<>();
    for (LivePart live : held.parts()) {
      int[] gone =
          changes.byId.keySet().stream()
              .map(live::row)
              .filter(OptionalInt::isPresent)
              .mapToInt(OptionalInt::getAsInt)
              .toArray();
      parts.add(gone.length == 0 ? live : live.without(gone));
    }
    List<Change.Added> rows = new ArrayList<>();
    for (Change change : changes.byId.values()) {
      if (change instanceof Change.Added row) {
        rows.add(row);
      }
    }
    if (!rows.isEmpty()) {
      added.append(parts, rows, held.info().coding());
    }
    return Optional.of(snapshot(held.info(), parts, changes));
  }

  private static Snapshot snapshot(IndexInfo before, List<LivePart> parts, Changes changes) {
    long items = 0;
    long stored = 0;
    long added = 0;
    for (int i = 0; i < parts.size(); i++) {
      LivePart live = parts.get(i);
      items += live.live().count();
      stored += live.live().size();
      added += i < before.shards() ? 0 : live.live().count();
    }
    long count = before.changes() + changes.count;
    return new Snapshot(parts, before.with(items, stored - items, added, count, changes.last));
  }
}
