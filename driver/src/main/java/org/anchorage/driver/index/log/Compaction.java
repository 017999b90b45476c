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
import org.anchorage.driver.lease.LeaseException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the next generation of an index out of the one before and the log. It is written in a
 * directory that no other try has, and synced. Then it gets its place and the manifest is replaced
 * ({@link Publication}). Whoever has the old one open goes on: mapped files stay, and the batches
 * that were taken up are kept until the next compaction.
 *
 * @param location of the index, which nobody else may be changing
 * @param hadoop for files
 */
record Compaction(Path location, Configuration hadoop) {

  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  /** Makes a generation that was written the index, when nothing else is written. */
  @FunctionalInterface
  interface Committer {
    void commit(Publication written) throws IOException;
  }

  /**
   * Compacts.
   *
   * @return whether there was anything in the log
   * @throws ArtifactException if it cannot be written; the index is then as it was
   * @throws LeaseException if the committer throws it
   */
  boolean run(Committer committer) {
    Generations generations = new Generations(location, hadoop);
    Manifest before = generations.requireChangeable();
    Path draft = generations.draft();
    try (Index index = Index.open(location, hadoop, 1)) {
      if (index.info().log() == Generations.log(before)) {
        return false;
      }
      index.ofSnapshot(
          now -> {
            write(now, before, draft, committer);
            return now;
          });
    } finally {
      remove(draft);
    }
    removeOld(generations, Generations.log(before));
    return true;
  }

  private void write(Snapshot now, Manifest before, Path draft, Committer committer) {
    @Nullable Publication written = null;
    try {
      long number = new Generations(location, hadoop).next();
      LiveRows rows = LiveRows.of(now.info().dim(), now.parts());
      Contents contents =
          new Rebuild(hadoop).write(location, number, now.info(), rows, draft, now.info().log());
      byte[] manifest = Artifacts.described(draft(before), withNetwork(contents, before));
      written = new Publication(location, number, draft, manifest, hadoop);
      written.sync();
      committer.commit(written);
    } catch (LeaseException e) {
      if (written != null) {
        String unused = written.undo();
      }
      throw e;
    } catch (IOException | FSError e) {
      String reason = Failure.reason(e);
      throw new ArtifactException(
          "Cannot compact the index at "
              + location
              + ": "
              + reason
              + (written == null ? Publication.AS_IT_WAS : written.undo()),
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

  /** Deletes what is left of the directory that was written in; the next writer does otherwise. */
  private void remove(Path draft) {
    try {
      boolean unused = draft.getFileSystem(hadoop).delete(draft, true /* recursive */);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Cannot remove {}: {}", draft, Failure.reason(e));
    }
  }

  /** The new generation is the index by now, whatever becomes of the old one. */
  private static void removeOld(Generations generations, long log) {
    try {
      generations.removeOld();
      new LogDirectory(generations.index(), generations.hadoop()).removeTo(log);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "{} is compacted, and an old generation or its log cannot be removed: {}. The next"
              + " compaction tries again",
          generations.index(),
          Failure.reason(e));
    }
  }
}
