/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.artifact.FileTree;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.store.Generation;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What an index holds, and how large its files are.
 *
 * @param info of the index
 * @param batches of its log that are not in its base
 * @param logBytes of these
 * @param bytes of all its files
 */
public record Inventory(IndexInfo info, int batches, long logBytes, long bytes) {

  /**
   * Looks at an index.
   *
   * @throws ArtifactException if there is none, or it cannot be read
   */
  public static Inventory of(Path location, Configuration hadoop) {
    IndexInfo info = info(location, hadoop);
    int batches = 0;
    long logBytes = 0;
    for (LogDirectory.Found batch : new LogDirectory(location, hadoop).all()) {
      if (batch.number() > info.log() - info.batches() && batch.number() <= info.log()) {
        batches++;
        logBytes += batch.bytes();
      }
    }
    try {
      return new Inventory(info, batches, logBytes, size(location, hadoop));
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot look at the files of " + location + ": " + Failure.reason(e), e);
    }
  }

  /** Opens no more than needed: which items a log has replaced, only the base's ids tell. */
  private static IndexInfo info(Path location, Configuration hadoop) {
    Manifest manifest = new Generations(location, hadoop).manifest();
    if (manifest.formatVersion() < Generation.FORMAT) {
      try (Index index = Index.open(location, hadoop, 1)) {
        return index.info();
      }
    }
    if (new LogDirectory(location, hadoop).after(Generations.log(manifest)).isEmpty()) {
      return new Generation(location, manifest, hadoop).info();
    }
    try (KnownItems known = new KnownItems(location, hadoop)) {
      return known.info();
    }
  }

  private static long size(Path location, Configuration hadoop) throws IOException {
    FileSystem files = location.getFileSystem(hadoop);
    RemoteIterator<? extends FileStatus> found =
        FileTree.below(files, files.makeQualified(location));
    long bytes = 0;
    while (found.hasNext()) {
      bytes += found.next().getLen();
    }
    return bytes;
  }
}
