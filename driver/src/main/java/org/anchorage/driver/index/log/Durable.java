/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.artifact.Replacement;
import org.anchorage.driver.index.store.DiskSync;
import org.anchorage.driver.index.store.NewName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written whole or not at all, and is still there after a machine has lost its
 * power. It is written and synced under a name that nobody else has, and renamed.
 *
 * <p>Fences out a writer that was taken for dead. Between the writing and the renaming the caller
 * says whether it may still write. A successor first takes the lease and then deletes files that
 * have no name yet ({@link #isUnnamed}). So a writer that was stopped in between has no file left
 * to rename when it goes on.
 *
 * @param target the file
 * @param hadoop for files
 */
public record Durable(Path target, Configuration hadoop) {

  private static final String TEMPORARY = ".tmp";

  /** Gives a file that was written its name; returns false if something has it. */
  @FunctionalInterface
  private interface Naming {
    boolean give(FileSystem files, Path temporary) throws IOException;
  }

  /** Returns whether a file of this name was never finished: nobody needs it. */
  static boolean isUnnamed(String name) {
    return name.startsWith(".") && name.endsWith(TEMPORARY);
  }

  /** Returns whether a file of this name was never finished, and would have replaced a file. */
  static boolean isUnnamed(String name, String target) {
    return isUnnamed(name) && name.startsWith("." + target + ".");
  }

  /**
   * Writes the file. One that is there is replaced.
   *
   * @param allowed called when all is written; throws if somebody else may write by now
   * @throws IOException if it cannot be written; the file is then as it was, unless the directory
   *     alone could not be synced
   */
  public void replace(byte[] content, Runnable allowed) throws IOException {
    boolean unused = write(content, allowed, this::replace);
  }

  /**
   * Writes the file, unless there is one.
   *
   * @param allowed as for {@link #replace}
   * @return false if there is one; it stays as it is
   * @throws IOException if it cannot be written; there is then no such file, unless the directory
   *     alone could not be synced
   */
  boolean create(byte[] content, Runnable allowed) throws IOException {
    return write(
        content, allowed, (files, temporary) -> NewName.give(files, temporary, target, hadoop));
  }

  private boolean write(byte[] content, Runnable allowed, Naming naming) throws IOException {
    FileSystem files = target.getFileSystem(hadoop);
    Path temporary =
        new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + TEMPORARY);
    boolean named;
    try {
      write(files, temporary, content);
      allowed.run();
      named = naming.give(files, temporary);
    } catch (FSError e) {
      discard(files, temporary, e);
      // Hadoop's local disk throws an error where all others throw an exception.
      throw new IOException(Failure.reason(e), e);
    } catch (IOException | RuntimeException | Error e) {
      discard(files, temporary, e);
      throw e;
    }
    if (!named) {
      discard(files, temporary, null);
      return false;
    }
    DiskSync.syncName(files, target);
    return true;
  }

  private static void write(FileSystem files, Path temporary, byte[] content) throws IOException {
    Optional<java.nio.file.Path> local = DiskSync.local(files, temporary);
    if (local.isEmpty()) {
      try (FSDataOutputStream out = files.create(temporary, false /* do not overwrite */)) {
        out.write(content);
        DiskSync.sync(out);
      }
      return;
    }
    // Without Hadoop's file of checksums.
    try (FileChannel channel =
        FileChannel.open(local.get(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true /* length too */);
    }
  }

  private boolean replace(FileSystem files, Path temporary) throws IOException {
    Optional<java.nio.file.Path> local = DiskSync.local(files, temporary);
    if (local.isPresent()) {
      java.nio.file.Path to = DiskSync.local(files, target).orElseThrow();
      // Hadoop would compare the new file with the checksum of the old one.
      boolean unused = Files.deleteIfExists(to.resolveSibling("." + to.getFileName() + ".crc"));
      Files.move(local.get(), to, StandardCopyOption.ATOMIC_MOVE);
    } else if (files.exists(temporary)) {
      Replacement.rename(files, temporary, target, hadoop);
    } else {
      throw new FileNotFoundException(temporary + " is gone");
    }
    return true;
  }

  private static void discard(FileSystem files, Path temporary, @Nullable Throwable failure) {
    try {
      files.delete(temporary, false /* recursive */);
    } catch (IOException e) {
      if (failure != null) {
        failure.addSuppressed(e);
      }
    }
  }
}
