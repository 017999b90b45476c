/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Replaces one file by another. */
public final class Replacement {

  private Replacement() {}

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
