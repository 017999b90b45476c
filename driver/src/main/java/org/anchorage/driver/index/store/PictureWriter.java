/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pictures of a shard: {@value PictureReader#HEADER} bytes (magic, then zeros), the
 * pictures one behind the other, and then where each begins and the last ends: 8 bytes each,
 * big-endian. A picture of no bytes is none. Not thread-safe.
 */
final class PictureWriter implements AutoCloseable {

  private final DataOutputStream out;
  private long[] places = new long[1024];
  private int count;
  private long end = PictureReader.HEADER;

  PictureWriter(Path file) throws IOException {
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    out.writeLong(PictureReader.MAGIC);
    out.write(new byte[PictureReader.HEADER - Long.BYTES]);
  }

  /** Adds the picture of the next row. */
  void add(byte @Nullable [] picture) throws IOException {
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
    }
    places[count++] = end;
    if (picture != null) {
      out.write(picture);
      end += picture.length;
    }
  }

  /** Ends the file. */
  void finish() throws IOException {
    for (int row = 0; row < count; row++) {
      out.writeLong(places[row]);
    }
    out.writeLong(end);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
