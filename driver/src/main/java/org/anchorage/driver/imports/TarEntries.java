/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tar archive, from one scan of its headers: contents are skipped, unless they are
 * asked for. Links and sparse files have no bytes of their own at one place: they are files that
 * cannot be read. Not thread-safe.
 */
final class TarEntries implements Closeable {

  private static final int MOST_NOTE = 1 << 20;

  /** Headers and contents are filled up to as many bytes. */
  private static final int RECORD = 512;

  private final String file;
  private final Configuration hadoop;
  private final String version;
  private final SeekStream stream;
  private final TarArchiveInputStream tar;

  /** Where the last entry ends. */
  private long end;

  /**
   * A file of the archive.
   *
   * @param name its path
   * @param place of its bytes
   * @param refused what is listed instead, because its name is no UTF-8; else null
   */
  record TarFile(String name, Place place, @Nullable Entry refused) {}

  TarEntries(String file, Configuration hadoop) throws IOException {
    this.file = file;
    this.hadoop = hadoop;
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
        @Nullable TarFile found = file(entry);
        if (found != null) {
          return found;
        }
      }
      requireEnd();
      return null;
    } catch (IOException | IllegalArgumentException e) {
      Packed.refuse(file, hadoop);
      throw new ImportException(
          "Cannot read " + file + " as a tar archive: " + e.getMessage() + "; is it whole?", e);
    }
  }

  /** Returns the file that a header is of; null if it is of a directory or a device. */
  private @Nullable TarFile file(TarArchiveEntry entry) throws IOException {
    String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
    if (!entry.isCheckSumOK()) {
      throw new IOException("the header of " + name + " is damaged: its checksum differs");
    }
    long start = stream.position();
    @Nullable Entry refused =
        TarName.mayBeReplaced(name) ? refused(Math.toIntExact(start - end)) : null;
    if (start + entry.getSize() > stream.length()) {
      throw new IOException("it ends in the middle of " + name);
    }
    end = start + (entry.getSize() + RECORD - 1) / RECORD * RECORD;
    if (entry.isLink() || entry.isSymbolicLink()) {
      return new TarFile(
          name,
          new NoPlace(
              "It is a link to "
                  + entry.getLinkName()
                  + " in the archive; pack files themselves (tar --dereference --hard-dereference)"),
          refused);
    }
    if (entry.isSparse()) {
      return new TarFile(
          name,
          new NoPlace("It is a sparse file; pack it without --sparse, or unpack the archive"),
          refused);
    }
    return entry.isFile()
        ? new TarFile(
            name, new RangePlace(file, start, entry.getSize(), version + "+" + start), refused)
        : null;
  }

  /**
   * Returns what is listed instead of an entry whose name is no UTF-8; null if it is.
   *
   * @param bytes of headers behind the entry before
   */
  private @Nullable Entry refused(int bytes) throws IOException {
    byte[] name;
    try (SeekStream headers = new SeekStream(file, hadoop)) {
      headers.skip(end);
      name = TarName.of(headers.readNBytes(bytes));
    }
    try {
      var unused = Utf8.text(name);
      return null;
    } catch (CharacterCodingException e) {
      return Utf8.badName(name);
    }
  }

  /** Refuses an archive without zeros at its end, or with anything else: something is missing. */
  private void requireEnd() throws IOException {
    if (end + RECORD > stream.length()) {
      throw new IOException("it has no end marker after " + end + " bytes, so it was cut short");
    }
    try (SeekStream rest = new SeekStream(file, hadoop)) {
      rest.skip(end);
      for (int next = rest.read(); next >= 0; next = rest.read()) {
        if (next != 0) {
          throw new IOException(
              "its end marker is at byte "
                  + end
                  + ", and more follows at byte "
                  + (rest.position() - 1)
                  + ": joined archives are not read; import each by itself ({000..123}.tar)");
        }
      }
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
