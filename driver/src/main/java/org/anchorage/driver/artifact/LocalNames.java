/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;

/**
 * Names on a local disk. They are bytes, which Java decodes by the locale. A name that is not in
 * that encoding comes back changed, and the file cannot be opened by it. Stateless and thread-safe.
 */
final class LocalNames {

  private LocalNames() {}

  /**
   * Returns what Hadoop has found in a directory, and the links that lead nowhere, which it leaves
   * out.
   *
   * @param folder where the directory lies
   * @throws FileSystemException if the directory has a name which this JVM cannot read
   */
  static FileStatus[] complete(File folder, org.apache.hadoop.fs.Path directory, FileStatus[] found)
      throws IOException {
    Path local = folder.toPath();
    if (!Files.isDirectory(local)) {
      return found;
    }
    List<FileStatus> links = new ArrayList<>();
    int children = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(local)) {
      for (Path child : all) {
        requireReadable(local, child);
        children++;
      }
    }
    if (children > found.length) {
      nowhere(local, directory, links);
    }
    if (links.isEmpty()) {
      return found;
    }
    links.addAll(Arrays.asList(found));
    return links.toArray(FileStatus[]::new);
  }

  private static void nowhere(
      Path local, org.apache.hadoop.fs.Path directory, List<FileStatus> links) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(local)) {
      for (Path child : all) {
        if (Files.isSymbolicLink(child) && !Files.exists(child)) {
          // One string: a name with a colon would be taken for a scheme.
          links.add(
              LocalLinks.passedOver(
                  new org.apache.hadoop.fs.Path(directory + "/" + child.getFileName())));
        }
      }
    }
  }

  private static void requireReadable(Path folder, Path child) throws FileSystemException {
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

  private static boolean isReadable(Path folder, Path child) {
    try {
      return folder.resolve(String.valueOf(child.getFileName())).equals(child);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
