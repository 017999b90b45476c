/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @TempDir Path directory;

  private byte[] written(byte[] file, int together) throws IOException {
    Path path = directory.resolve("x.parquet");
    OutputFile plain =
        HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(path.toUri()), new Configuration());
    try (PositionOutputStream out = new StableParquet(plain).createOrOverwrite(0)) {
      for (int at = 0; at < file.length; at += together) {
        out.write(file, at, Math.min(together, file.length - at));
        assertThat(out.getPos()).isEqualTo(Math.min(file.length, at + together));
      }
    }
    return Files.readAllBytes(path);
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
    assertThat(written(cut, cut.length)).isEqualTo(cut);
  }
}
