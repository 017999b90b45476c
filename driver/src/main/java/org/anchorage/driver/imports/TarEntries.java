/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Closeable;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tar archive, from one scan of its headers: contents are skipped, unless they are
 * asked for. Not thread-safe.
 */
final class TarEntries implements Closeable {

  private static final int MOST_NOTE = 1 << 20;

  private final String file;
  private final String version;
  private final SeekStream stream;
  private final TarArchiveInputStream tar;

  /**
   * A file of the archive.
   *
   * @param name its path
   * @param place of its bytes
   */
  record TarFile(String name, RangePlace place) {}

  TarEntries(String file, Configuration hadoop) throws IOException {
    this.file = file;
    Path path = new Path(file);
    FileStatus status = Containers.plain(path, hadoop).getFileStatus(path);
    this.version = status.getLen() + "@" + status.getModificationTime();
    this.stream = new SeekStream(file, hadoop);
    this.tar = new TarArchiveInputStream(stream, "UTF-8");
  }

  /**
   * Returns the next file, or null at the end.
   *
   * @throws ImportException if the archive is damaged or cut short
   */
  @Nullable TarFile next() throws IOException {
    try {
      for (@Nullable TarArchiveEntry entry = tar.getNextTarEntry();
          entry != null;
          entry = tar.getNextTarEntry()) {
        if (entry.isFile() && !entry.isSparse() && !entry.isLink() && !entry.isSymbolicLink()) {
          long start = stream.position();
          if (start + entry.getSize() > stream.length()) {
            throw new IOException("it ends in the middle of " + entry.getName());
          }
          String name =
              entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
          return new TarFile(
              name, new RangePlace(file, start, entry.getSize(), version + "+" + start));
        }
      }
      return null;
    } catch (IOException | IllegalArgumentException e) {
      throw new ImportException(
          "Cannot read " + file + " as a tar archive: " + e.getMessage() + "; is it whole?", e);
    }
  }

  /** Returns the content of the file that {@link #next} returned last, if it is a small one. */
  byte[] content() throws IOException {
    return tar.readNBytes(MOST_NOTE);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
