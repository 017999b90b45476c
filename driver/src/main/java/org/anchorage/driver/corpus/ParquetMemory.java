/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file of Parquet in memory, whose bytes depend on its rows alone. Parquet's writer lists the
 * encodings of a column in the order of a hash set of enums, which is another one in each JVM. Here
 * they are sorted before the file is written out. Not thread-safe.
 */
final class ParquetMemory implements OutputFile {

  private static final String MAGIC = "PAR1";
  private static final int TAIL = 8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Writes the whole file. */
  void writeTo(OutputStream out) throws IOException {
    byte[] file = bytes.toByteArray();
    ByteBuffer tail = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int footer = file.length - TAIL - tail.getInt(file.length - TAIL);
    FileMetaData metadata =
        Util.readFileMetaData(new ByteArrayInputStream(file, footer, file.length - TAIL - footer));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        List<Encoding> sorted = new ArrayList<>(column.getMeta_data().getEncodings());
        sorted.sort(Comparator.comparingInt(Encoding::getValue));
        column.getMeta_data().setEncodings(sorted);
      }
    }
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, written);
    out.write(file, 0, footer);
    written.writeTo(out);
    out.write(
        ByteBuffer.allocate(TAIL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(written.size())
            .put(MAGIC.getBytes(StandardCharsets.US_ASCII))
            .array());
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return bytes.size();
      }

      @Override
      public void write(int value) {
        bytes.write(value);
      }

      @Override
      public void write(byte[] from, int offset, int length) {
        bytes.write(from, offset, length);
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
