/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.lease.Leased;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of vectors that one application holds at a time, because whoever is done with vectors
 * deletes them. What a killed application has left there is found by the next one. Thread-safe.
 */
public final class VectorPlace implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VectorPlace.class);

  private final Path directory;
  private final Configuration hadoop;
  private final Kind kind;
  private final Lease lease;

  private enum Kind {
    /** Beside an artifact that is made of the vectors. */
    OF_ARTIFACT,
    /** In a run, in the directory of the vectors of all stages. */
    OF_STAGE,
    /** The same, and nobody will look for it again. */
    EXTRA
  }

  private VectorPlace(Path directory, Configuration hadoop, Kind kind, Duration length) {
    this.directory = directory;
    this.hadoop = hadoop;
    this.kind = kind;
    this.lease = Lease.take(Leased.DRAFT, directory, hadoop, length, Clock.systemUTC());
  }

  /**
   * Takes a directory.
   *
   * @param directory made if it does not exist
   * @param length after which a holder that gives no sign of life is taken for dead
   * @throws LeaseException if another application holds it
   */
  public static VectorPlace take(Path directory, Configuration hadoop, Duration length) {
    return new VectorPlace(directory, hadoop, Kind.OF_ARTIFACT, length);
  }

  /**
   * Takes the directory of a stage of a run.
   *
   * @param length after which a holder that gives no sign of life is taken for dead
   * @throws LeaseException if another application holds it
   */
  public static VectorPlace take(
      RunDirectory run, String stage, Configuration hadoop, Duration length) {
    return new VectorPlace(run.vectors(stage), hadoop, Kind.OF_STAGE, length);
  }

  /**
   * Takes the directory of a stage of a run, or a new one beside it if another application holds
   * it. A new one is deleted at the end. Those that killed applications have left are deleted by
   * the next one that gets the first.
   *
   * @param length after which a holder that gives no sign of life is taken for dead
   * @throws LeaseException if the filesystem cannot be reached
   */
  public static VectorPlace takeAny(
      RunDirectory run, String stage, Configuration hadoop, Duration length) {
    VectorPlace place;
    try {
      place = take(run, stage, hadoop, length);
    } catch (LeaseException e) {
      LOG.debug("Another directory is taken", e);
      Path extra = run.vectors(stage).suffix("-" + UUID.randomUUID());
      return new VectorPlace(extra, hadoop, Kind.EXTRA, length);
    }
    place.sweep(length);
    return place;
  }

  private void sweep(Duration length) {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      for (FileStatus found : files.listStatus(directory.getParent())) {
        Path other = found.getPath();
        if (other.getName().startsWith(directory.getName() + "-")
            && !Lease.isHeld(Leased.DRAFT, other, hadoop, length, Clock.systemUTC())) {
          files.delete(other, true /* recursive */);
        }
      }
    } catch (IOException | LeaseException e) {
      LOG.warn("Leftovers beside {} could not be removed: {}", directory, e.getMessage());
    }
  }

  /** Returns the directory. */
  public Path directory() {
    return directory;
  }

  /**
   * Refuses to go on if another application has taken the directory over.
   *
   * @throws LeaseException if it has
   */
  public void require() {
    lease.require();
  }

  /**
   * Deletes the directory with all that lies in it: what the vectors were for is done, and those
   * that earlier tries have left are of no more use.
   *
   * @throws ArtifactException if it cannot be deleted
   */
  public void clear() {
    try {
      directory.getFileSystem(hadoop).delete(directory, true /* recursive */);
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot delete " + directory + ": " + e.getMessage() + "; delete it yourself", e);
    }
  }

  /** Gives the directory back. It is deleted if nothing lies in it. */
  @Override
  public void close() {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      if (kind == Kind.EXTRA) {
        files.delete(directory, true /* recursive */);
      }
      lease.close();
      deleteEmpty(files, directory);
      if (kind != Kind.OF_ARTIFACT) {
        deleteEmpty(files, directory.getParent());
      }
    } catch (IOException e) {
      LOG.warn("{} could not be removed: {}", directory, e.getMessage());
    }
  }

  /** Deletes a directory if nothing lies in it. Another application may be faster either way. */
  static void deleteEmpty(FileSystem files, Path directory) throws IOException {
    if (files.exists(directory) && files.listStatus(directory).length == 0) {
      files.delete(directory, false /* recursive */);
    }
  }
}
