/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * The footer at the end of a file of Parquet. Parquet's writer lists the encodings of a column in
 * the order of a hash set of enums, which is another one in each JVM. Here they are sorted, so that
 * a file's bytes depend on its rows alone.
 */
final class ParquetFooter {

  private static final String MAGIC = "PAR1";

  /** The footer's length, and the magic word. */
  private static final int TAIL = 8;

  private ParquetFooter() {}

  /** Returns where the footer begins in bytes that end a file; negative if they do not hold it. */
  private static int start(byte[] end) {
    int magic = end.length - MAGIC.length();
    // The magic word alone is the beginning of a file.
    if (end.length < MAGIC.length() + TAIL
        || !MAGIC.equals(new String(end, magic, MAGIC.length(), StandardCharsets.US_ASCII))) {
      return -1;
    }
    int length = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - TAIL);
    return end.length - TAIL - length;
  }

  /**
   * Returns the end of a file with its encodings sorted.
   *
   * @param end of a file; if it does not hold the whole footer, it is returned as it is
   */
  static byte[] sorted(byte[] end) throws IOException {
    int start = start(end);
    if (start < 0) {
      return end;
    }
    FileMetaData metadata =
        Util.readFileMetaData(new ByteArrayInputStream(end, start, end.length - TAIL - start));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        List<Encoding> sorted = new ArrayList<>(column.getMeta_data().getEncodings());
        sorted.sort(Comparator.comparingInt(Encoding::getValue));
        column.getMeta_data().setEncodings(sorted);
      }
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, written);
    return ByteBuffer.allocate(start + written.size() + TAIL)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(end, 0, start)
        .put(written.toByteArray())
        .putInt(written.size())
        .put(MAGIC.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
