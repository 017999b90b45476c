/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Gives a file or a directory another name, unless something has this name already. Of several who
 * do so at the same time one succeeds, on a local disk and on HDFS. On a filesystem that Hadoop has
 * no FileContext for, and on a local disk without hard links, the look comes before the rename, and
 * the lease alone keeps two writers apart. Stateless and thread-safe.
 */
public final class NewName {

  private NewName() {}

  /**
   * Renames.
   *
   * @return false if something has the name already; nothing was changed then
   * @throws IOException if it cannot be renamed, for example because it is gone
   */
  public static boolean give(FileSystem files, Path from, Path to, Configuration hadoop)
      throws IOException {
    Optional<java.nio.file.Path> local = DiskSync.local(files, from);
    try {
      if (local.isPresent()) {
        give(local.get(), DiskSync.local(files, to).orElseThrow());
      } else {
        giveFar(files, files.makeQualified(from), files.makeQualified(to), hadoop);
      }
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void give(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
    if (Files.isDirectory(from)) {
      // A rename never replaces a directory that has something in it.
      Files.move(from, to);
      return;
    }
    try {
      Files.createLink(to, from);
    } catch (java.nio.file.FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Files.move(from, to);
      return;
    }
    try {
      Files.delete(from);
    } catch (IOException e) {
      // The file has its name; the next writer removes the other one.
      return;
    }
  }

  private static void giveFar(FileSystem files, Path from, Path to, Configuration hadoop)
      throws IOException {
    try {
      FileContext.getFileContext(to.toUri(), hadoop).rename(from, to, Options.Rename.NONE);
    } catch (UnsupportedFileSystemException noContext) {
      if (!files.exists(from)) {
        throw new FileNotFoundException(from + " is gone");
      }
      if (files.exists(to)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      if (!files.rename(from, to)) {
        throw new IOException("Cannot rename " + from + " to " + to);
      }
    }
  }
}
