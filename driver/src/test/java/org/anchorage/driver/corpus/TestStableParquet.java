/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.junit.jupiter.api.Test;

class TestStableParquet {

  /** A file of some bytes and a footer that lists encodings in an order. */
  private static byte[] file(int size, Encoding... encodings) throws IOException {
    ColumnMetaData column =
        new ColumnMetaData(
            Type.INT32,
            Arrays.asList(encodings),
            List.of("x"),
            CompressionCodec.SNAPPY,
            1,
            2,
            3,
            4);
    ColumnChunk chunk = new ColumnChunk(4);
    chunk.setMeta_data(column);
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(
        new FileMetaData(
            1, List.of(new SchemaElement("table")), 1, List.of(new RowGroup(List.of(chunk), 2, 1))),
        footer);
    byte[] content = new byte[size];
    SplittableRandom random = new Seed(size).generator();
    for (int i = 0; i < size; i++) {
      content[i] = (byte) random.nextInt();
    }
    return ByteBuffer.allocate(size + footer.size() + 8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(content)
        .put(footer.toByteArray())
        .putInt(footer.size())
        .put("PAR1".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .array();
  }

  /** A file in memory. */
  private record Plain(ByteArrayOutputStream bytes) implements OutputFile {

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new DelegatingPositionOutputStream(bytes) {
        @Override
        public long getPos() {
          return bytes.size();
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

  private static byte[] written(byte[] file, int together) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PositionOutputStream out = new StableParquet(new Plain(bytes)).create(0)) {
      for (int at = 0; at < file.length; at += together) {
        out.write(file, at, Math.min(together, file.length - at));
        assertThat(out.getPos()).isEqualTo(Math.min(file.length, at + together));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void bytesDoNotDependOnTheOrderOfEncodings() throws IOException {
    for (int size : new int[] {4, 1000, (1 << 20) - 40, 1 << 20, (1 << 21) + 3, 5_000_000}) {
      byte[] one = file(size, Encoding.PLAIN, Encoding.RLE, Encoding.BIT_PACKED);
      byte[] other = file(size, Encoding.RLE, Encoding.BIT_PACKED, Encoding.PLAIN);
      assertThat(other).isNotEqualTo(one);
      byte[] stable = written(one, 70_001);
      assertThat(written(other, 999_983)).isEqualTo(stable);
      assertThat(Arrays.copyOf(stable, size)).isEqualTo(Arrays.copyOf(one, size));
      int length = ByteBuffer.wrap(stable).order(ByteOrder.LITTLE_ENDIAN).getInt(stable.length - 8);
      List<Encoding> encodings =
          Util.readFileMetaData(
                  new ByteArrayInputStream(stable, stable.length - 8 - length, length))
              .getRow_groups()
              .get(0)
              .getColumns()
              .get(0)
              .getMeta_data()
              .getEncodings();
      assertThat(encodings).containsExactly(Encoding.PLAIN, Encoding.RLE, Encoding.BIT_PACKED);
    }
  }

  @Test
  void whatIsNoParquetIsWrittenAsItIs() throws IOException {
    byte[] cut = Arrays.copyOf(file(3_000_000, Encoding.PLAIN), 2_999_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StableParquet stable = new StableParquet(new Plain(bytes));
    try (PositionOutputStream out = stable.create(0)) {
      out.write(cut);
    }
    assertThat(bytes.toByteArray()).isEqualTo(cut);
  }
}
