/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.anchorage.driver.artifact.RiggedDisk;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A local disk, under {@code faulty:}, on which opening or creating a file may meet with a fault,
 * whatever process does it. A fault is armed as a file that its first victim takes away.
 */
public final class FaultyDisk extends RiggedDisk {

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
  protected String scheme() {
    return "faulty";
  }

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize) throws IOException {
    meet(path);
    return super.open(path, bufferSize);
  }

  @Override
  protected void beforeCreate(org.apache.hadoop.fs.Path path) throws IOException {
    meet(path);
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
