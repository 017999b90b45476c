/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * Java's temporary directory, into which libraries unpack their natives. If it is full, the first
 * of them says that a library is missing, and not why.
 *
 * @param path the directory
 */
record TemporaryDirectory(Path path) {

  private static final String KEY = "java.io.tmpdir";

  /** Snappy, ND4J's loader and Spark's own files need some 10 MB; this is rather more. */
  private static final long LEAST_MB = 64;

  /** Returns that of this process. */
  static TemporaryDirectory ofProcess() {
    return new TemporaryDirectory(Path.of(System.getProperty(KEY, "/tmp")));
  }

  /**
   * Refuses a directory that is missing, cannot be written, or is nearly full.
   *
   * @throws ConfigurationException if it is
   */
  void requireRoom(FreeSpace room) {
    if (!Files.isDirectory(path)) {
      throw refused("there is no such directory");
    }
    if (!Files.isWritable(path)) {
      throw refused("this user may not write there");
    }
    long free;
    try {
      free = room.bytes(path) >> 20;
    } catch (IOException e) {
      // What has no file store has no known limit.
      return;
    }
    if (free < LEAST_MB) {
      throw refused(
          String.format(
              Locale.ROOT,
              "it has %d MB free, and libraries unpack themselves there; %d MB are needed",
              free,
              LEAST_MB));
    }
  }

  private ConfigurationException refused(String reason) {
    return new ConfigurationException(
        KEY, path, reason + ". Free space, or set TMPDIR to another directory");
  }
}
