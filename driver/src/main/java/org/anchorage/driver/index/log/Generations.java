/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.index.store.Generation;
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

  private static final Pattern NAME = Pattern.compile("g-(\\d{5,18})");

  /** Begins the names of directories that generations are written in. */
  private static final String DRAFT = ".compaction-";

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

  /**
   * Returns a number for the next generation: greater than that of any which is there, even if a
   * writer that was killed has left it without a manifest.
   */
  long next() throws IOException {
    long greatest = of(manifest());
    for (FileStatus found : files().listStatus(index)) {
      greatest = Math.max(greatest, number(found));
    }
    return greatest + 1;
  }

  /** Returns the number of a generation's directory; 0 for all else. */
  private static long number(FileStatus found) {
    Matcher name = NAME.matcher(found.getPath().getName());
    return name.matches() ? Long.parseLong(name.group(1)) : 0;
  }

  /** Returns a new name for a directory that a generation is written in. */
  Path draft() {
    return new Path(index, DRAFT + UUID.randomUUID());
  }

  /**
   * Deletes the generations before the one that the manifest names. Numbers of manifests only grow,
   * so this harms nobody however late it comes.
   */
  void removeOld() throws IOException {
    long current = of(manifest());
    for (FileStatus found : files().listStatus(index)) {
      long number = number(found);
      if (number > 0 && number < current) {
        files().delete(found.getPath(), true /* recursive */);
      }
    }
  }

  /**
   * Deletes what other writers have not finished, and old generations. The caller has just taken
   * the lease: no other writer can finish anything after this. A generation that was finished and
   * that no manifest names stays until the next one follows it.
   *
   * <p>Thresholds are written without the lease, and a calibration may be writing them now. Such a
   * file is left for a day.
   */
  void clean() throws IOException {
    long dayAgo = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(1);
    for (FileStatus found : files().listStatus(index)) {
      String name = found.getPath().getName();
      boolean ofWriter = name.startsWith(DRAFT) || Durable.isUnnamed(name, Manifest.FILE);
      boolean isOld = Durable.isUnnamed(name) && found.getModificationTime() < dayAgo;
      if (ofWriter || isOld) {
        files().delete(found.getPath(), true /* recursive */);
      }
    }
    removeOld();
  }

  private FileSystem files() throws IOException {
    return index.getFileSystem(hadoop);
  }
}
