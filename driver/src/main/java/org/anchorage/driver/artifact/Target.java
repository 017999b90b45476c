/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of an artifact: what lies there, whether it may be replaced, and how a directory that
 * is complete gets there. Immutable and thread-safe.
 */
final class Target {

  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  /** The names of half-written artifacts begin with it. */
  static final String HIDDEN = ".";

  private final FileSystem files;
  private final Path place;

  Target(FileSystem files, Path target) {
    this.files = files;
    this.place = files.makeQualified(target);
  }

  /** Returns where it lies, as messages write it. */
  @Override
  public String toString() {
    return place.toString();
  }

  /** Returns a new name beside the place. */
  Path sibling(String purpose) {
    return hidden().suffix("." + purpose + "-" + UUID.randomUUID());
  }

  /** Returns a name that Spark and MapReduce skip when they read a directory. */
  Path hidden() {
    @Nullable Path parent = place.getParent();
    if (parent == null) {
      throw new ArtifactException(
          "Cannot write an artifact to the root " + place + "; name a directory below it");
    }
    return new Path(parent, HIDDEN + place.getName());
  }

  /**
   * Refuses what an artifact of a kind does not replace.
   *
   * @throws ArtifactException if such a thing lies here
   */
  void requireReplaceable(WhenExists when, String kind) throws IOException {
    @Nullable FileStatus found = status(place);
    if (found == null) {
      return;
    }
    if (when == WhenExists.REFUSE) {
      throw new ArtifactException(
          "Cannot write the "
              + KindName.of(kind)
              + " to "
              + place
              + ": something is there already; choose another place, or say that it may be"
              + " replaced");
    }
    if (!found.isDirectory()) {
      throw new ArtifactException(
          "Cannot replace " + place + ": it is a file; remove it yourself or choose another place");
    }
    if (files.listStatus(place).length > 0) {
      refuseStranger(kind);
    }
  }

  private void refuseStranger(String kind) {
    try {
      ManifestFile.read(files, place, kind, Integer.MAX_VALUE);
    } catch (ArtifactException e) {
      throw new ArtifactException(
          "Cannot replace "
              + place
              + ": "
              + e.getMessage()
              + ". Only "
              + KindName.one(kind)
              + " is replaced by "
              + KindName.one(kind)
              + "; remove it yourself or choose another place",
          e);
    }
  }

  /** Makes a directory, and its parents as needed. */
  void makeDirectory(Path directory) throws IOException {
    for (Path parent = directory.getParent(); parent != null; parent = parent.getParent()) {
      @Nullable FileStatus found = status(parent);
      if (found != null && !found.isDirectory()) {
        throw new IOException(parent + " is a file");
      }
      if (found != null) {
        break;
      }
    }
    if (!files.mkdirs(directory)) {
      throw new IOException("the directory " + directory + " cannot be made; is access denied?");
    }
  }

  /**
   * Renames a directory to this place, and fails if another writer came first. On HDFS and on local
   * disks, a rename onto an existing directory moves into it.
   */
  void moveHere(Path temporary, WhenExists when) throws IOException {
    @Nullable Path old = null;
    if (when == WhenExists.REPLACE && files.exists(place)) {
      old = sibling("replaced");
      rename(place, old);
    }
    try {
      if (files.exists(place)) {
        throw new IOException("another writer has just written there");
      }
      rename(temporary, place);
      Path inside = new Path(place, temporary.getName());
      if (files.exists(inside)) {
        files.delete(inside, true);
        throw new IOException("another writer has just written there");
      }
    } catch (IOException | RuntimeException e) {
      if (old != null && !files.exists(place)) {
        rename(old, place);
      }
      throw e;
    }
    if (old != null) {
      discard(files, old);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException(from + " cannot be renamed to " + to);
    }
  }

  private @Nullable FileStatus status(Path path) throws IOException {
    try {
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  /** Removes a directory. A failure is only logged. */
  static void discard(FileSystem files, Path directory) {
    try {
      files.delete(directory, true);
    } catch (IOException | RuntimeException | FSError e) {
      LOG.warn("Cannot remove {} ({}); remove it yourself", directory, Failure.reason(e));
    }
  }
}
