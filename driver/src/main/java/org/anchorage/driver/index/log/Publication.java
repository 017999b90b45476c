/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.store.DiskSync;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.NewName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Makes a generation that was written elsewhere the index: gives its directory a place beside the
 * others, which it never takes from another one, and replaces the manifest. Not thread-safe.
 */
final class Publication {

  /** What a failure says of an index that was not changed. */
  static final String AS_IT_WAS = ". The index is whole, and its log is as it was";

  private final Path index;
  private final long number;
  private final Path draft;
  private final byte[] manifest;
  private final Configuration hadoop;
  private boolean placed;

  /**
   * Prepares it.
   *
   * @param index its directory
   * @param number of the generation
   * @param draft the directory that the generation's own was written in
   * @param manifest the bytes of the manifest that names it
   */
  Publication(Path index, long number, Path draft, byte[] manifest, Configuration hadoop) {
    this.index = index;
    this.number = number;
    this.draft = draft;
    this.manifest = manifest;
    this.hadoop = hadoop;
  }

  private Path place() {
    return new Path(index, GenerationWriter.name(number));
  }

  private FileSystem files() throws IOException {
    return index.getFileSystem(hadoop);
  }

  /** Syncs what was written. */
  void sync() throws IOException {
    DiskSync.syncBelow(files(), draft);
  }

  /**
   * Makes the generation the index.
   *
   * @param allowed throws if somebody else may change the index by now
   * @throws IOException if something cannot be written, or another has made a generation of this
   *     number
   */
  void run(Runnable allowed) throws IOException {
    allowed.run();
    Path written = new Path(draft, GenerationWriter.name(number));
    if (!NewName.give(files(), written, place(), hadoop)) {
      throw new IOException(place() + " is there already: somebody else has written it");
    }
    placed = true;
    DiskSync.syncName(files(), place());
    new Durable(new Path(index, Manifest.FILE), hadoop).replace(manifest, allowed);
  }

  /**
   * Takes away what a publication that failed has left, unless the manifest names it all the same.
   *
   * @return a sentence about how the index is now
   */
  String undo() {
    try {
      if (Generations.of(new Generations(index, hadoop).manifest()) == number) {
        return ". The index is compacted all the same, but this may not survive a loss of power";
      }
      if (placed) {
        boolean unused = files().delete(place(), true /* recursive */);
      }
      return AS_IT_WAS;
    } catch (IOException | ArtifactException e) {
      return ". The index is whole";
    }
  }
}
