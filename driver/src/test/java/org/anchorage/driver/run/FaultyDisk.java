/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local disk, under {@code faulty:}, on which opening or creating a file may meet with a fault,
 * whatever process does it. A fault is armed as a file that its first victim takes away.
 */
public final class FaultyDisk extends RawLocalFileSystem {

  /** Key of the directory that faults are armed in. */
  public static final String FAULTS = "faulty.faults";

  /** Key of a file before which nothing happens; empty for none. */
  public static final String AFTER = "faulty.after";

  /**
   * Key of a pattern of the files that may meet with a fault: of their names, or of the ends of
   * their paths. Shards unless it is set.
   */
  public static final String NAME = "faulty.name";

  private static final String SHARDS = "part-.*\\.seq";

  /** The process ends at once, as by kill -9. */
  public static final String HALT = "halt";

  /** The process waits until {@link #STALLED} is gone. */
  public static final String STALL = "stall";

  /** What is there while a process waits. */
  public static final String STALLED = "stalled";

  /** Sets how it is found. */
  public static void install(Configuration hadoop, Path faults) {
    hadoop.set("fs.faulty.impl", FaultyDisk.class.getName());
    hadoop.set(FAULTS, faults.toString());
  }

  @Override
  public URI getUri() {
    return URI.create("faulty:///");
  }

  /** Without permissions, which the raw disk looks up under {@code file:} alone. */
  @Override
  public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
    FileStatus[] found = super.listStatus(path);
    for (int i = 0; i < found.length; i++) {
      FileStatus raw = found[i];
      found[i] =
          new FileStatus(
              raw.getLen(),
              raw.isDirectory(),
              raw.getReplication(),
              raw.getBlockSize(),
              raw.getModificationTime(),
              raw.getPath());
    }
    return found;
  }

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize) throws IOException {
    meet(path);
    return super.open(path, bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    meet(path);
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    meet(path);
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  private void meet(org.apache.hadoop.fs.Path path) throws IOException {
    String after = getConf().get(AFTER, "");
    if (path.toUri().getPath().matches(".*/" + getConf().get(NAME, SHARDS))
        && (after.isEmpty() || Files.exists(Path.of(after)))) {
      Path faults = Path.of(getConf().get(FAULTS));
      if (Files.deleteIfExists(faults.resolve(HALT))) {
        Runtime.getRuntime().halt(137);
      }
      stall(faults);
    }
  }

  private static void stall(Path faults) throws IOException {
    Path stalled = faults.resolve(STALLED);
    try {
      Files.move(faults.resolve(STALL), stalled, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException notArmed) {
      return;
    }
    while (Files.exists(stalled)) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while stalled", e);
      }
    }
  }
}
