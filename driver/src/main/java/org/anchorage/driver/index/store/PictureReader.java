/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.anchorage.driver.index.items.MappedFile;

/** Reads the pictures of a shard, as {@link PictureWriter} writes them. Thread-safe. */
final class PictureReader implements AutoCloseable {

  static final int HEADER = 16;

  /** The characters ANCHPICS. */
  static final long MAGIC = 0x414e4348_50494353L;

  private final Path file;
  private final MappedFile bytes;
  private final long table;

  /**
   * Opens pictures.
   *
   * @param count rows
   * @throws IOException if the file cannot be read, or holds something else
   */
  PictureReader(Path file, int count) throws IOException {
    this.file = file;
    this.bytes = new MappedFile(file);
    this.table = bytes.size() - Long.BYTES * (count + 1L);
    try {
      if (table < HEADER || longs(0, 1).getLong() != MAGIC || longs(table, 1).getLong() != HEADER) {
        throw new IOException(
            "The pictures "
                + file
                + " are not those of "
                + count
                + " items; restore the file or index again");
      }
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  /** Returns the picture of a row, if it has one. */
  Optional<byte[]> picture(int row) {
    try {
      ByteBuffer places = longs(table + (long) Long.BYTES * row, 2);
      long from = places.getLong();
      long length = places.getLong() - from;
      if (from < HEADER || length < 0 || from + length > table) {
        throw new IOException("its table is damaged");
      }
      return length == 0
          ? Optional.empty()
          : Optional.of(bytes.read(from, Math.toIntExact(length)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read a picture of " + file + ": " + e.getMessage() + "; restore the file", e);
    }
  }

  private ByteBuffer longs(long at, int count) throws IOException {
    return ByteBuffer.wrap(bytes.read(at, Long.BYTES * count));
  }

  @Override
  public void close() {
    bytes.close();
  }
}
