/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Replaces one file by another, or by what is written. */
public final class Replacement {

  private Replacement() {}

  /** Writes the content of a file. The stream is closed for it. */
  @FunctionalInterface
  public interface Body {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, whole or not at all; one that is there is replaced.
   *
   * @param temporary name of the file until it is whole; removed if it cannot be written
   * @throws IOException if it cannot be written, for example because the disk is full
   */
  public static void write(
      FileSystem files, Path temporary, Path target, Configuration hadoop, Body body)
      throws IOException {
    try {
      try (OutputStream out = files.create(temporary, true /* overwrite */)) {
        body.write(out);
      }
      rename(files, temporary, target, hadoop);
    } catch (FSError e) {
      discard(files, temporary, e);
      // Hadoop's local disk throws an error where all others throw an exception.
      throw new IOException(Failure.reason(e), e);
    } catch (IOException | RuntimeException | Error e) {
      discard(files, temporary, e);
      throw e;
    }
  }

  private static void discard(FileSystem files, Path temporary, Throwable failure) {
    try {
      files.delete(temporary, false /* recursive */);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Renames a file, and replaces the target if there is one. Hadoop's FileContext can do this, and
   * atomically on HDFS and local disks. On a filesystem without FileContext the target is missing
   * for a moment. On a plain local disk Java does it: FileContext starts processes there, which
   * takes 20 ms.
   */
  public static void rename(FileSystem files, Path from, Path to, Configuration hadoop)
      throws IOException {
    Path source = files.makeQualified(from);
    Path target = files.makeQualified(to);
    if (files instanceof RawLocalFileSystem local) {
      Files.move(
          local.pathToFile(source).toPath(),
          local.pathToFile(target).toPath(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    try {
      FileContext.getFileContext(target.toUri(), hadoop)
          .rename(source, target, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException noContext) {
      files.delete(target, false /* recursive */);
      if (!files.rename(source, target)) {
        throw new IOException(
            "Cannot rename " + source + " to " + target + "; the new content is in the former");
      }
    }
  }
}
