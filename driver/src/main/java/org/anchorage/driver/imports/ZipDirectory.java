/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the central directory of a zip archive, ZIP64 or not: the names, sizes and places of all
 * entries, without the entries. The JDK's reader wants a local file and tells no offsets. See
 * APPNOTE 6.3, 4.3.12 to 4.3.16.
 */
final class ZipDirectory {

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int END64 = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int MOST_COMMENT = 0xffff;
  private static final long WORD = 0xffffffffL;

  private final int group;
  private final String file;
  private final Configuration hadoop;

  ZipDirectory(int group, String file, Configuration hadoop) {
    this.group = group;
    this.file = file;
    this.hadoop = hadoop;
  }

  Iterator<Entry> entries() throws IOException {
    Path path = new Path(file);
    FileSystem files = Containers.plain(path, hadoop);
    ByteBuffer directory;
    try (FSDataInputStream in = files.open(path)) {
      directory = directory(in, files.getFileStatus(path).getLen());
    }
    return parsed(directory).iterator();
  }

  private ByteBuffer directory(FSDataInputStream in, long length) throws IOException {
    int tail = (int) Math.min(length, END_BYTES + MOST_COMMENT);
    ByteBuffer end = read(in, length - tail, tail);
    int at = tail - END_BYTES;
    while (at >= 0 && end.getInt(at) != END) {
      at--;
    }
    if (at < 0) {
      throw broken("zip END header not found");
    }
    long bytes = end.getInt(at + 12) & WORD;
    long offset = end.getInt(at + 16) & WORD;
    long endAt = length - tail + at;
    if (at >= LOCATOR_BYTES && end.getInt(at - LOCATOR_BYTES) == LOCATOR) {
      endAt = end.getLong(at - LOCATOR_BYTES + 8);
      if (endAt < 0 || endAt > length - END64_BYTES) {
        throw broken("its directory lies outside of it");
      }
      ByteBuffer end64 = read(in, endAt, END64_BYTES);
      if (end64.getInt(0) != END64) {
        throw broken("zip64 END header not found");
      }
      bytes = end64.getLong(40);
      offset = end64.getLong(48);
    }
    if (bytes < 0 || bytes > Integer.MAX_VALUE || offset < 0 || offset + bytes > endAt) {
      throw broken("its directory lies outside of it");
    }
    return read(in, offset, (int) bytes);
  }

  private static ByteBuffer read(FSDataInputStream in, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(offset, bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private List<Entry> parsed(ByteBuffer directory) {
    Charset names = charset(directory);
    List<Entry> entries = new ArrayList<>();
    int at = 0;
    while (at < directory.limit()) {
      Header header = new Header(directory, at);
      @Nullable String name = header.name(names);
      if (name == null) {
        entries.add(Utf8.badName(header.nameBytes()));
      } else if (!name.endsWith("/")) {
        entries.add(new Found(group, name, header.place()));
      }
      at = header.end();
    }
    return entries;
  }

  /** Names that are not UTF-8, as in old archives, are read byte by byte. */
  private Charset charset(ByteBuffer directory) {
    int at = 0;
    while (at < directory.limit()) {
      Header header = new Header(directory, at);
      if (!header.isMarked() && header.name(StandardCharsets.UTF_8) == null) {
        return StandardCharsets.ISO_8859_1;
      }
      at = header.end();
    }
    return StandardCharsets.UTF_8;
  }

  private ImportException broken(String how) {
    return new ImportException(
        "Cannot read " + file + " as a zip archive: " + how + "; is it whole?");
  }

  /** One entry of the directory. */
  private final class Header {

    private static final int UTF_8 = 1 << 11;
    private static final int EXTRA_64 = 1;

    private final ByteBuffer directory;
    private final int at;

    Header(ByteBuffer directory, int at) {
      if (at + ENTRY_BYTES > directory.limit() || directory.getInt(at) != ENTRY) {
        throw broken("its directory is damaged");
      }
      this.directory = directory;
      this.at = at;
      if (end() > directory.limit()) {
        throw broken("its directory is damaged");
      }
    }

    private int half(int offset) {
      return directory.getShort(at + offset) & 0xffff;
    }

    private long word(int offset) {
      return directory.getInt(at + offset) & WORD;
    }

    int end() {
      return at + ENTRY_BYTES + half(28) + half(30) + half(32);
    }

    byte[] nameBytes() {
      byte[] name = new byte[half(28)];
      directory.get(at + ENTRY_BYTES, name);
      return name;
    }

    boolean isMarked() {
      return (half(8) & UTF_8) != 0;
    }

    /**
     * Returns the name, or null if it is not UTF-8 and should be.
     *
     * @param names charset of names that are not marked as UTF-8
     */
    @Nullable String name(Charset names) {
      try {
        return isMarked() || names.equals(StandardCharsets.UTF_8)
            ? Utf8.text(nameBytes())
            : new String(nameBytes(), names);
      } catch (CharacterCodingException e) {
        return null;
      }
    }

    /** Numbers of 32 bits that are all ones stand in a field of 64 bits, in this order. */
    ZipPlace place() {
      long[] numbers = {word(24), word(20), word(42)};
      int field = at + ENTRY_BYTES + half(28);
      int last = field + half(30);
      while (field + 4 <= last) {
        int kind = directory.getShort(field) & 0xffff;
        int next = field + 4 + (directory.getShort(field + 2) & 0xffff);
        int number = field + 4;
        for (int i = 0; kind == EXTRA_64 && i < numbers.length; i++) {
          if (numbers[i] == WORD && number + 8 <= Math.min(next, last)) {
            numbers[i] = directory.getLong(number);
            number += 8;
          }
        }
        field = next;
      }
      return new ZipPlace(file, numbers[2], half(10), numbers[1], numbers[0], word(16));
    }
  }
}
