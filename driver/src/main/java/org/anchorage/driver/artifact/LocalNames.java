/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names on a local disk. They are bytes, which Java decodes by the locale. A name that is not in
 * that encoding comes back changed, and the file cannot be opened by it. Stateless and thread-safe.
 */
final class LocalNames {

  private LocalNames() {}

  /**
   * Refuses a directory that has a name which this JVM cannot read.
   *
   * @throws FileSystemException if it has one
   */
  static void requireReadable(File directory) throws IOException {
    Path folder = directory.toPath();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (!isReadable(folder, child)) {
          throw new FileSystemException(
              child.toUri().getRawPath(),
              null,
              "its name (shown with its bytes in hexadecimal) is not in "
                  + System.getProperty("sun.jnu.encoding")
                  + ", in which Java reads names. Rename it (convmv -f latin1 -t utf-8), or, if"
                  + " your names are UTF-8, set LC_ALL=C.UTF-8");
        }
      }
    }
  }

  private static boolean isReadable(Path folder, Path child) {
    try {
      return folder.resolve(String.valueOf(child.getFileName())).equals(child);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
