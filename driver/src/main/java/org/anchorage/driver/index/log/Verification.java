/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.calibrate.ThresholdsFile;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.vectors.VectorStore;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Reads all of an index: the checksums of its files, each batch of its log, and each item. Takes
 * the time to read all files once, and some microseconds an item.
 *
 * @param location of the index
 * @param hadoop for files
 */
public record Verification(Path location, Configuration hadoop) {

  private static final int MOST_PROBLEMS = 100;

  /**
   * What was found.
   *
   * @param problems in words; empty if all is well
   * @param files that the manifest names
   * @param batches of the log
   * @param items that are there
   */
  public record Result(List<String> problems, int files, int batches, long items) {}

  /**
   * Looks at everything.
   *
   * @throws ArtifactException if there is no index there
   */
  public Result run() {
    Manifest manifest = new Generations(location, hadoop).manifest();
    List<String> problems = new ArrayList<>();
    for (String file : manifest.checksums().keySet()) {
      check(
          problems,
          () ->
              new Artifacts(hadoop)
                  .verify(location, VectorStore.INDEX, Generation.FORMAT, file::equals));
    }
    check(problems, () -> new ThresholdsFile(location, hadoop).read());
    int batches = batches(manifest, problems);
    long items =
        problems.isEmpty()
            ? items(manifest, problems)
            : manifest.counts().getOrDefault("items", 0L);
    return new Result(List.copyOf(problems), manifest.checksums().size(), batches, items);
  }

  private static void check(List<String> problems, Runnable what) {
    try {
      what.run();
    } catch (ArtifactException | IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private int batches(Manifest manifest, List<String> problems) {
    LogDirectory log = new LogDirectory(location, hadoop);
    BatchFiles batches = new BatchFiles(log);
    int dim = Math.toIntExact(manifest.counts().getOrDefault("dim", 1L));
    // Batches that the generation holds are kept for readers of the one before, and not needed.
    List<LogDirectory.Found> own =
        log.all().stream().filter(batch -> batch.number() > Generations.log(manifest)).toList();
    check(problems, () -> log.after(Generations.log(manifest)));
    for (LogDirectory.Found batch : own) {
      check(problems, () -> batches.read(batch.number(), dim));
    }
    return own.size();
  }

  private long items(Manifest manifest, List<String> problems) {
    long[] items = {0};
    check(
        problems,
        () -> {
          try (Index index = Index.open(location, hadoop, 1)) {
            items[0] = index.count();
            index.ofSnapshot(
                now -> {
                  compare(now, manifest, problems);
                  return now;
                });
          }
        });
    return items[0];
  }

  private static void compare(Snapshot now, Manifest manifest, List<String> problems) {
    long base = 0;
    for (int i = 0; i < Math.min(now.info().shards(), now.parts().size()); i++) {
      base += now.parts().get(i).part().count();
    }
    long stored = manifest.counts().getOrDefault("items", 0L);
    if (base != stored && now.info().generation() == Generations.of(manifest)) {
      problems.add("The manifest counts " + stored + " items, and the shards hold " + base);
    }
    for (int i = 0; i < now.parts().size(); i++) {
      LivePart live = now.parts().get(i);
      List<LivePart> others = now.parts().subList(i + 1, now.parts().size());
      for (int row : live.live().rows()) {
        if (problems.size() < MOST_PROBLEMS) {
          compare(live, row, others, problems);
        }
      }
    }
  }

  private static void compare(
      LivePart live, int row, List<LivePart> others, List<String> problems) {
    String id = live.part().item(row).id();
    OptionalInt found = live.part().row(id);
    if (found.isEmpty() || found.getAsInt() != row) {
      problems.add(
          "Row "
              + row
              + " of a shard is "
              + id
              + ", and this id leads to "
              + (found.isEmpty() ? "no row" : "row " + found.getAsInt()));
    }
    for (LivePart other : others) {
      if (other.row(id).isPresent()) {
        problems.add("The id " + id + " is in the index twice");
      }
    }
  }
}
