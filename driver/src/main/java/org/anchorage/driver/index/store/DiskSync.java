/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Brings what was written onto the disk, so that it is there after a machine has lost its power. On
 * a local disk, files are synced, and their directories too: only then is a new name on the disk.
 * Elsewhere a stream is synced before it is closed. Stateless and thread-safe.
 */
public final class DiskSync {

  private DiskSync() {}

  /**
   * Syncs a stream. A filesystem that cannot do so (an object store) keeps a file when it is
   * closed.
   */
  public static void sync(FSDataOutputStream out) throws IOException {
    try {
      out.hsync();
    } catch (UnsupportedOperationException closingIsEnough) {
      out.flush();
    }
  }

  /**
   * Syncs all that lies in a directory on a local disk, and the directory's name. Does nothing
   * elsewhere: there, the streams were synced.
   */
  public static void syncBelow(FileSystem files, Path directory) throws IOException {
    Optional<java.nio.file.Path> local = local(files, directory);
    if (local.isPresent()) {
      try (Stream<java.nio.file.Path> found = Files.walk(local.get())) {
        List<java.nio.file.Path> all = found.toList();
        for (java.nio.file.Path path : all) {
          force(path);
        }
      }
      forceName(local.get());
    }
  }

  /** Syncs the name of a file or directory on a local disk. Does nothing elsewhere. */
  public static void syncName(FileSystem files, Path path) throws IOException {
    Optional<java.nio.file.Path> local = local(files, path);
    if (local.isPresent()) {
      forceName(local.get());
    }
  }

  /** Returns where a path lies on a local disk, if it does. */
  public static Optional<java.nio.file.Path> local(FileSystem files, Path path) {
    return "file".equals(files.getUri().getScheme())
        ? Optional.of(java.nio.file.Path.of(files.makeQualified(path).toUri()))
        : Optional.empty();
  }

  private static void forceName(java.nio.file.Path path) throws IOException {
    force(Objects.requireNonNull(path.getParent(), "the parent of an absolute path"));
  }

  private static void force(java.nio.file.Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true /* metadata too */);
    }
  }
}
