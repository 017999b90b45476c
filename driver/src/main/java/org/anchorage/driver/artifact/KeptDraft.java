/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.lease.Leased;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of an artifact that is not complete, kept after a failure. A lease keeps two
 * writers apart. Not thread-safe.
 */
final class KeptDraft implements AutoCloseable {

  private static final String DRAFT = ".draft-";
  private static final int KEY_DIGITS = 16;

  /** How long a driver on another host may give no sign of life before it is taken for dead. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final FileSystem files;
  private final Path directory;
  private final Configuration hadoop;
  private final Lease lease;

  /**
   * Takes the directory.
   *
   * @throws ArtifactException if another process has it
   */
  KeptDraft(FileSystem files, Path directory, Configuration hadoop) {
    this.files = files;
    this.directory = directory;
    this.hadoop = hadoop;
    try {
      this.lease = Lease.take(Leased.DRAFT, directory, hadoop, LEASE, Clock.systemUTC());
    } catch (LeaseException e) {
      throw new ArtifactException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Returns the directory of a key.
   *
   * @param hidden the artifact's place, with a dot before its name
   */
  static Path directory(Path hidden, String key) {
    var digest = Sha256.digest();
    digest.update(key.getBytes(StandardCharsets.UTF_8));
    return hidden.suffix(DRAFT + Sha256.written(digest).substring(0, KEY_DIGITS));
  }

  /** Deletes the body's notes, and what tasks that were killed have left. */
  void clean() throws IOException {
    lease.require();
    clean(directory);
  }

  private void clean(Path inside) throws IOException {
    for (FileStatus found : files.listStatus(inside)) {
      String name = found.getPath().getName();
      if (name.startsWith(".")) {
        if (!name.equals(Lease.FILE)) {
          files.delete(found.getPath(), true /* recursive */);
        }
      } else if (found.isDirectory()) {
        clean(found.getPath());
      }
    }
  }

  /** Gives the lease back, because the directory is about to get another name. */
  void release() {
    lease.require();
    lease.close();
  }

  void discard() {
    lease.close();
    Target.discard(files, directory);
  }

  /** Says where the parts are, as an end of a message; removes the directory if it is empty. */
  String leftover() {
    lease.close();
    try {
      if (files.listStatus(directory).length > 0) {
        return ". The parts that are finished stay in "
            + directory
            + ": the same command goes on from them";
      }
      Target.discard(files, directory);
    } catch (FileNotFoundException e) {
      return "";
    } catch (IOException e) {
      return ". Parts may have stayed in " + directory;
    }
    return "";
  }

  /** Deletes what other keys have left beside the artifact, unless somebody writes there. */
  void discardOthers(Path hidden) {
    try {
      for (FileStatus found : files.listStatus(hidden.getParent())) {
        if (found.getPath().getName().startsWith(hidden.getName() + DRAFT) && isFree(found)) {
          Target.discard(files, found.getPath());
        }
      }
    } catch (IOException e) {
      // They do no harm, and the next artifact at this place tries again.
      return;
    }
  }

  private boolean isFree(FileStatus found) {
    try {
      Lease.requireFree(Leased.DRAFT, found.getPath(), hadoop, LEASE, Clock.systemUTC());
      return true;
    } catch (LeaseException e) {
      return false;
    }
  }

  @Override
  public void close() {
    lease.close();
  }
}
