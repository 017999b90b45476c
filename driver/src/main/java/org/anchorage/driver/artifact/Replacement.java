/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** A file that takes another's place. */
public final class Replacement {

  private Replacement() {}

  /**
   * Renames a file over another, or to where none is. Only FileContext has a rename that replaces;
   * on HDFS and local disks it is atomic. A filesystem without one is left without the other for a
   * moment.
   */
  public static void rename(FileSystem files, Path from, Path to, Configuration hadoop)
      throws IOException {
    Path source = files.makeQualified(from);
    Path target = files.makeQualified(to);
    try {
      FileContext.getFileContext(target.toUri(), hadoop)
          .rename(source, target, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException noContext) {
      files.delete(target, false /* recursive */);
      if (!files.rename(source, target)) {
        throw new IOException(
            "Cannot rename " + source + " to " + target + "; what was written is in it");
      }
    }
  }
}
