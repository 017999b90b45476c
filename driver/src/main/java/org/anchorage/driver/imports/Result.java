/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.corpus.ClassRun;
import org.anchorage.driver.corpus.ClassSums;
import org.anchorage.driver.corpus.WrittenShard;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** What an import has made, as it comes to be known. It grows with classes and shards. */
final class Result {

  final Inspected inspected = new Inspected();
  List<WrittenShard> shards = new ArrayList<>();
  Repeats repeats = new Repeats();

  /** Images that are left out, because they repeat others. */
  long dropped;

  private final @Nullable BatchSettings batch;
  private @Nullable List<String> notes;

  /**
   * Begins a result.
   *
   * @param batch how the corpus is likely to be trained on; null if nobody knows
   */
  Result(@Nullable BatchSettings batch) {
    this.batch = batch;
  }

  /** Returns what the corpus holds: its counts, fingerprint and checksums. */
  Contents contents() {
    ClassSums sums = new ClassSums();
    Map<String, String> checksums = new HashMap<>();
    Map<String, Long> counts = new HashMap<>();
    for (Split split : Split.values()) {
      counts.put("items_" + split.written(), 0L);
    }
    for (WrittenShard shard : shards) {
      sums.add(shard.sums());
      checksums.putAll(shard.checksums());
      for (ClassRun run : shard.runs()) {
        counts.merge("items_" + run.split().written(), (long) run.items(), Long::sum);
      }
    }
    counts.put("items", shards.stream().mapToLong(WrittenShard::items).sum());
    counts.put("classes", (long) sums.classes());
    counts.put("shards", (long) shards.size());
    counts.put("bad", inspected.bad());
    counts.put("duplicates", repeats.later());
    counts.put("bytes", bytes());
    return new Contents(sums.fingerprint(), counts, checksums);
  }

  private long bytes() {
    return shards.stream().mapToLong(WrittenShard::bytes).sum();
  }

  ImportReport report(
      Source source, Path target, Manifest manifest, Listing listing, double seconds) {
    Map<String, Long> perSplit = new HashMap<>();
    Map<String, Long> classesPerSplit = new HashMap<>();
    for (Split split : Split.values()) {
      perSplit.put(split.written(), count(manifest, "items_" + split.written()));
      Set<String> classes = new HashSet<>();
      for (WrittenShard shard : shards) {
        for (ClassRun run : shard.runs()) {
          if (run.split() == split) {
            classes.add(run.className());
          }
        }
      }
      classesPerSplit.put(split.written(), (long) classes.size());
    }
    return new ImportReport(
        source.description(),
        target.toString(),
        manifest.fingerprint(),
        count(manifest, "items"),
        count(manifest, "classes"),
        perSplit,
        classesPerSplit,
        bytes(),
        count(manifest, "shards"),
        inspected.first(),
        inspected.badByReason(),
        listing.summary().ignored(),
        repeats.later(),
        repeats.conflicts(),
        dropped,
        notes(source, listing),
        seconds);
  }

  /** Returns what a page shows. */
  ImportFacts facts(Source source, Listing listing, Pictures pictures) {
    ClassSizes sizes = new ClassSizes(shards);
    long items = shards.stream().mapToLong(WrittenShard::items).sum();
    return new ImportFacts(
        source.description(),
        items,
        sizes.count(),
        sizes.splits(),
        sizes.ends(),
        sizes.quantiles(),
        pictures.of(sizes.some(), shards),
        inspected.first().stream().map(Shown::of).toList(),
        inspected.badByReason(),
        listing.summary().ignored(),
        repeats.later(),
        repeats.conflicts(),
        repeats.crossing(),
        dropped,
        repeats.first().stream().map(Shown::of).toList(),
        notes(source, listing));
  }

  /** Looks at all classes, so only once. */
  private List<String> notes(Source source, Listing listing) {
    List<String> known = notes;
    if (known == null) {
      known = new ArrayList<>(source.notes());
      known.addAll(listing.layoutNotes());
      known.addAll(listing.summary().ignoredNotes());
      if (repeats.later() > 0) {
        known.add(repeats.note(dropped));
      }
      List<ClassRun> runs = new ArrayList<>();
      shards.forEach(shard -> runs.addAll(shard.runs()));
      known.addAll(new Advice(runs, batch).notes());
      notes = known;
    }
    return known;
  }

  private static long count(Manifest manifest, String what) {
    return manifest.counts().getOrDefault(what, 0L);
  }
}
