/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.MemoryPart;
import org.anchorage.driver.index.part.Snapshot;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Takes up the batches of an index's log. Items that they add become parts in memory, behind those
 * of the base, in the order in which their ids were last added; rows that they delete or replace
 * are no longer live. The result does not depend on how often the log is looked at.
 *
 * <p>Memory: the items and vectors that were added; pictures stay in the files. Not thread-safe.
 */
public final class LogReplay {

  /** A part with as many rows gets no further ones, so that taking up a little stays quick. */
  static final int FULL = 2048;

  private final LogDirectory log;
  private @Nullable MemoryPart last;
  private List<Change.Added> lastRows = List.of();

  /**
   * Takes up nothing yet.
   *
   * @param index its directory
   */
  public LogReplay(Path index, Configuration hadoop) {
    this.log = new LogDirectory(index, hadoop);
  }

  /**
   * Takes up the batches after those that a snapshot has.
   *
   * @param held of format 3; its parts are shared by the result
   * @return empty if there are no further batches
   * @throws ArtifactException if a batch is missing, damaged, or of another dimension
   */
  public Optional<Snapshot> newer(Snapshot held) {
    int dim = held.info().dim();
    Map<String, Change> changes = new LinkedHashMap<>();
    long number = held.info().log();
    for (LogDirectory.Found batch : log.after(number)) {
      for (Change change : log.read(batch.number(), dim)) {
        // The last change of an id counts, and its place is the last.
        changes.remove(change.id());
        changes.put(change.id(), change);
      }
      number = batch.number();
    }
    return number == held.info().log()
        ? Optional.empty()
        : Optional.of(snapshot(held.info(), parts(held, changes), number));
  }

  private static Snapshot snapshot(IndexInfo before, List<LivePart> parts, long number) {
    long items = 0;
    long stored = 0;
    long added = 0;
    for (int i = 0; i < parts.size(); i++) {
      LivePart live = parts.get(i);
      items += live.live().count();
      stored += live.live().size();
      added += i < before.shards() ? 0 : live.live().count();
    }
    return new Snapshot(parts, before.with(items, stored - items, added, number));
  }

  private List<LivePart> parts(Snapshot held, Map<String, Change> changes) {
    List<LivePart> parts = new ArrayList<>();
    for (LivePart live : held.parts()) {
      int[] gone =
          changes.keySet().stream()
              .map(live::row)
              .filter(OptionalInt::isPresent)
              .mapToInt(OptionalInt::getAsInt)
              .toArray();
      parts.add(gone.length == 0 ? live : live.without(gone));
    }
    List<Change.Added> rows = new ArrayList<>();
    for (Change change : changes.values()) {
      if (change instanceof Change.Added added) {
        rows.add(added);
      }
    }
    if (!rows.isEmpty()) {
      if (lastRows.size() < FULL && !parts.isEmpty() && isLast(parts.get(parts.size() - 1))) {
        LivePart tail = parts.remove(parts.size() - 1);
        rows.addAll(0, IntStream.of(tail.live().rows()).mapToObj(lastRows::get).toList());
      }
      parts.add(LivePart.whole(part(rows)));
    }
    return parts;
  }

  private boolean isLast(LivePart live) {
    return live.part() == last;
  }

  private MemoryPart part(List<Change.Added> rows) {
    int dim = rows.get(0).vector().length;
    float[] values = new float[Math.multiplyExact(dim, rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).vector(), 0, values, i * dim, dim);
    }
    List<Change.Added> kept = List.copyOf(rows);
    MemoryPart part =
        MemoryPart.of(
            kept.stream().map(Change.Added::item).toList(),
            new Vectors(dim, values),
            row -> log.picture(kept.get(row).picture()).orElse(null));
    last = part;
    lastRows = kept;
    return part;
  }
}
