/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.artifact.FileTree;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
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
    Generations generations = new Generations(location, hadoop);
    long held = Generations.log(generations.manifest());
    int batches = 0;
    long logBytes = 0;
    for (LogDirectory.Found batch : new LogDirectory(location, hadoop).after(held)) {
      batches++;
      logBytes += batch.bytes();
    }
    try (Index index = Index.open(location, hadoop, 1)) {
      return new Inventory(index.info(), batches, logBytes, size(location, hadoop));
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot look at the files of " + location + ": " + Failure.reason(e), e);
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
