/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.anchorage.driver.artifact.Sha256;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A directory that can be mapped: the one that was asked for if it is on a local disk, and a copy
 * of it in {@code java.io.tmpdir} otherwise, which {@link #close} removes.
 */
final class LocalFiles implements AutoCloseable {

  private final Path directory;
  private final boolean copied;

  private LocalFiles(Path directory, boolean copied) {
    this.directory = directory;
    this.copied = copied;
  }

  /**
   * Finds the files of a directory, or copies them. What is copied is verified.
   *
   * @param checksums SHA-256 of each file, by path relative to the directory
   * @throws IOException if a file is missing or damaged, or there is no room for it
   */
  static LocalFiles of(
      org.apache.hadoop.fs.Path remote, Map<String, String> checksums, Configuration hadoop)
      throws IOException {
    FileSystem files = remote.getFileSystem(hadoop);
    if ("file".equals(files.getUri().getScheme())) {
      return new LocalFiles(Path.of(files.makeQualified(remote).toUri().getPath()), false);
    }
    Path copy = LocalCopies.make();
    LocalFiles made = new LocalFiles(copy, true);
    try {
      for (Map.Entry<String, String> file : checksums.entrySet()) {
        copy(files, new org.apache.hadoop.fs.Path(remote, file.getKey()), copy, file);
      }
      return made;
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private static void copy(
      FileSystem files,
      org.apache.hadoop.fs.Path from,
      Path directory,
      Map.Entry<String, String> file)
      throws IOException {
    Path to = directory.resolve(file.getKey());
    Files.createDirectories(to.getParent());
    try (InputStream in = files.open(from);
        OutputStream out = Files.newOutputStream(to)) {
      String found = Sha256.copy(in, out);
      if (!found.equals(file.getValue())) {
        throw new IOException(
            "the file "
                + from
                + " is not what was written: expected SHA-256 "
                + file.getValue()
                + ", found "
                + found
                + "; restore the index or make it again");
      }
    }
  }

  /** Returns where the files lie. */
  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    if (copied) {
      LocalCopies.delete(directory);
    }
  }
}
