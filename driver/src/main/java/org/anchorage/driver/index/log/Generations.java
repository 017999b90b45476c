/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.util.regex.Pattern;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.vectors.VectorStore;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The generations of an index: directories {@code g-00001}, of which the manifest names one.
 *
 * @param index its directory
 */
record Generations(Path index, Configuration hadoop) {

  private static final Pattern NAME = Pattern.compile("g-\\d{5,}");

  /** Returns the generation that a manifest names. */
  static long of(Manifest manifest) {
    return manifest.counts().getOrDefault("generation", 0L);
  }

  /** Returns the last batch of the log that the generation holds. */
  static long log(Manifest manifest) {
    return manifest.counts().getOrDefault("log", 0L);
  }

  /** Reads the manifest. */
  Manifest manifest() {
    return new Artifacts(hadoop).open(index, VectorStore.INDEX, Generation.FORMAT);
  }

  /**
   * Refuses an index that cannot be changed.
   *
   * @throws ArtifactException if it has an older format, or there is none
   */
  Manifest requireChangeable() {
    Manifest manifest = manifest();
    if (manifest.formatVersion() < Generation.FORMAT) {
      throw new ArtifactException(
          "The index at "
              + index
              + " has format "
              + manifest.formatVersion()
              + ", and only indices of format "
              + Generation.FORMAT
              + " can be changed; run ./anchorage index compact --index "
              + index
              + ", which makes the new format of it");
    }
    return manifest;
  }

  /** Deletes all generations but the one that the manifest names. Nobody else may be writing. */
  void clean() throws IOException {
    String current = GenerationWriter.name(of(manifest()));
    FileSystem files = index.getFileSystem(hadoop);
    for (FileStatus found : files.listStatus(index)) {
      String name = found.getPath().getName();
      if (NAME.matcher(name).matches() && !name.equals(current)) {
        files.delete(found.getPath(), true /* recursive */);
      }
    }
    files.delete(new Path(index, "." + Manifest.FILE + Durable.TEMPORARY), false);
  }
}
