/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.store.GenerationWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the next generation of an index out of the one before and the log. It is written beside
 * the old one and synced; then one rename of the manifest makes it the index. Whoever has the old
 * one open goes on: mapped files stay, and the batches that were taken up are kept until the next
 * compaction.
 *
 * @param location of the index, which nobody else may be changing
 * @param hadoop for files
 */
record Compaction(Path location, Configuration hadoop) {

  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  /** Makes the new generation the index. */
  @FunctionalInterface
  interface Commit {
    void run() throws IOException;
  }

  /** Runs the commit when nothing else is written. */
  @FunctionalInterface
  interface Committer {
    void commit(Commit commit) throws IOException;
  }

  /**
   * Compacts.
   *
   * @return whether there was anything in the log
   * @throws ArtifactException if it cannot be written; the index is then as it was
   */
  boolean run(Committer committer) {
    Generations generations = new Generations(location, hadoop);
    Manifest before = generations.requireChangeable();
    try (Index index = Index.open(location, hadoop, 1)) {
      if (index.info().log() == Generations.log(before)) {
        return false;
      }
      index.ofSnapshot(
          now -> {
            write(now, before, committer);
            return now;
          });
    } catch (RuntimeException | Error e) {
      tidy(generations);
      throw e;
    }
    tidy(generations);
    return true;
  }

  private void write(Snapshot now, Manifest before, Committer committer) {
    try {
      long number = Generations.of(before) + 1;
      LiveRows rows = LiveRows.of(now.info().dim(), now.parts());
      Contents contents =
          new Rebuild(hadoop).write(location, number, now.info(), rows, location, now.info().log());
      Durable.sync(new Path(location, GenerationWriter.name(number)), hadoop);
      byte[] manifest = Artifacts.described(draft(before), withNetwork(contents, before));
      committer.commit(() -> Durable.write(new Path(location, Manifest.FILE), manifest, hadoop));
      new LogDirectory(location, hadoop).removeTo(Generations.log(before));
    } catch (IOException | FSError e) {
      String reason = Failure.reason(e);
      throw new ArtifactException(
          "Cannot compact the index at "
              + location
              + ": "
              + reason
              + ". The index is whole, and its log is as it was",
          e);
    }
  }

  private static Draft draft(Manifest before) {
    return new Draft(before.kind(), Generation.FORMAT, before.settings(), before.parents());
  }

  /** Adds the files that no generation holds. */
  private static Contents withNetwork(Contents contents, Manifest before) {
    Map<String, String> checksums = new HashMap<>(contents.checksums());
    String old = GenerationWriter.name(Generations.of(before)) + "/";
    before
        .checksums()
        .forEach(
            (name, sum) -> {
              if (!name.startsWith(old)) {
                checksums.put(name, sum);
              }
            });
    return new Contents(contents.fingerprint(), contents.counts(), checksums);
  }

  /** Deletes the generations that the manifest does not name, now or when a writer opens next. */
  private static void tidy(Generations generations) {
    try {
      generations.clean();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot remove an old generation of {}: {}", generations.index(), e.getMessage());
    }
  }
}
