/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.Replacement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Syncable;

/**
 * Files that are still there after a machine has lost its power. A file is written under another
 * name, synced and renamed. On a local disk the directory is synced too, because only then is the
 * new name on the disk. Stateless and thread-safe.
 */
final class Durable {

  /** How the names of files that are not whole end. */
  static final String TEMPORARY = ".tmp";

  private Durable() {}

  /**
   * Writes a file, whole or not at all. One that is there is replaced.
   *
   * @throws IOException if it cannot be written; the file is then as it was, unless the directory
   *     alone could not be synced
   */
  static void write(Path target, byte[] content, Configuration hadoop) throws IOException {
    FileSystem files = target.getFileSystem(hadoop);
    Path temporary = new Path(target.getParent(), "." + target.getName() + TEMPORARY);
    if (isLocal(files)) {
      writeLocal(local(files, temporary), local(files, target), content);
    } else {
      Replacement.write(files, temporary, target, hadoop, out -> writeSynced(out, content));
    }
  }

  private static void writeSynced(OutputStream out, byte[] content) throws IOException {
    out.write(content);
    if (out instanceof Syncable syncable) {
      syncable.hsync();
    }
  }

  private static void writeLocal(
      java.nio.file.Path temporary, java.nio.file.Path target, byte[] content) throws IOException {
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true /* length too */);
      }
      // Hadoop would compare the new file with the checksum of the old one.
      boolean unused =
          Files.deleteIfExists(target.resolveSibling("." + target.getFileName() + ".crc"));
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
    forceParent(target);
  }

  private static void discard(java.nio.file.Path temporary, Throwable failure) {
    try {
      boolean unused = Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Syncs the files and directories of a finished directory, and its name. On other filesystems
   * than a local disk a file is durable when it is closed.
   */
  static void sync(Path directory, Configuration hadoop) throws IOException {
    FileSystem files = directory.getFileSystem(hadoop);
    if (isLocal(files)) {
      java.nio.file.Path here = local(files, directory);
      try (Stream<java.nio.file.Path> found = Files.walk(here)) {
        List<java.nio.file.Path> all = found.toList();
        for (java.nio.file.Path path : all) {
          force(path);
        }
      }
      forceParent(here);
    }
  }

  private static void forceParent(java.nio.file.Path path) throws IOException {
    force(Objects.requireNonNull(path.getParent(), "the parent of an absolute path"));
  }

  private static void force(java.nio.file.Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true /* metadata too */);
    }
  }

  private static boolean isLocal(FileSystem files) {
    return "file".equals(files.getUri().getScheme());
  }

  private static java.nio.file.Path local(FileSystem files, Path path) {
    return java.nio.file.Path.of(files.makeQualified(path).toUri());
  }
}
