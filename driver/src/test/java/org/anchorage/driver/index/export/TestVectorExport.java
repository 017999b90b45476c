/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.SampleIndex;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.index.log.SampleLog;
import org.anchorage.driver.index.vectors.StoredPieces;
import org.anchorage.driver.index.vectors.VectorPieces;
import org.anchorage.driver.progress.Silent;
import org.anchorage.driver.table.TableFiles;
import org.anchorage.driver.table.TableRow;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestVectorExport {

  private static final Configuration HADOOP = new Configuration();

  @TempDir java.nio.file.Path directory;

  /** Two vectors of three floats, in two pieces. */
  private record Two(String second) implements VectorPieces {

    @Override
    public long count() {
      return 2;
    }

    @Override
    public int dim() {
      return 3;
    }

    @Override
    public int pieces() {
      return 2;
    }

    @Override
    public Piece piece(int number) {
      IndexedItem item = new IndexedItem(number == 0 ? "a,1" : second, "c" + number, "train");
      float first = 3f * number;
      return new Piece(List.of(item), new Vectors(3, new float[] {first, first + 1, first + 2}));
    }

    @Override
    public void close() {}
  }

  private Path at(String name) {
    return new Path(directory.toUri().toString(), name);
  }

  private byte[] export(VectorPieces vectors, VectorFormat format, String name) throws IOException {
    new VectorExport(at(name), format, HADOOP).write(vectors, (stage, total, unit) -> new Silent());
    return Files.readAllBytes(directory.resolve(name));
  }

  /**
   * What faiss 1.7.3 writes: {@code i = faiss.IndexFlatL2(3); i.add(numpy.arange(6, dtype =
   * 'f4').reshape(2, 3)); faiss.write_index(i, 'x')}.
   */
  @Test
  void faissFindsItsOwnBytes() throws IOException {
    String golden =
        "497846320300000002000000000000000000100000000000000010000000000001010000000600000000000000"
            + "000000000000803f0000004000004040000080400000a040";
    assertThat(HexFormat.of().formatHex(export(new Two("b"), VectorFormat.FAISS, "x.faiss")))
        .isEqualTo(golden);
    assertThat(directory.resolve("x.faiss.ids.txt")).hasContent("a,1\nb\n");
  }

  @Test
  void numPyFindsItsOwnBytes() throws IOException {
    byte[] bytes = export(new Two("b"), VectorFormat.NPY, "x.npy");
    assertThat(bytes).hasSize(128 + 24);
    ByteBuffer floats = ByteBuffer.wrap(bytes, 128, 24).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      assertThat(floats.getFloat()).isEqualTo(i);
    }
    assertThat(directory.resolve("x.npy.ids.txt")).hasContent("a,1\nb\n");
  }

  @Test
  void csvHasAColumnANumber() throws IOException {
    export(new Two("b"), VectorFormat.CSV, "x.csv");
    assertThat(directory.resolve("x.csv"))
        .hasContent("id,class,v0,v1,v2\n\"a,1\",c0,0.0,1.0,2.0\nb,c1,3.0,4.0,5.0\n");
  }

  @Test
  void anIdOfTwoLinesCannotBeListed() throws IOException {
    Files.createDirectory(directory.resolve("none"));
    assertThatThrownBy(() -> export(new Two("b\nc"), VectorFormat.NPY, "none/x.npy"))
        .hasMessage(
            "The id 'b\nc' has two lines, and ids are listed one a line; export as parquet");
    assertThat(directory.resolve("none")).isEmptyDirectory();
    assertThat(export(new Two("b\nc"), VectorFormat.PARQUET, "x.parquet")).isNotEmpty();
  }

  /** Deleted items are left out, replaced ones are there once, and added ones are there. */
  @Test
  void anIndexIsExportedAsItIsNow() throws IOException {
    Path place = SampleLog.embedding(directory.resolve("index"));
    TreeMap<String, String> attributes = new TreeMap<>();
    attributes.put("size", "9");
    float[] vector = {0.8f, 0, 0, 0, 0, 0, 0, 0.6f};
    try (IndexWriter writer = IndexWriter.open(place, HADOOP, 1000)) {
      Set<String> unknown = writer.delete(List.of("base-510", "base-549"));
      assertThat(unknown).isEmpty();
      writer.add(
          List.of(
              new NewItem(new IndexedItem("new", "c9", "test", attributes, "a text"), vector, null),
              new NewItem(new IndexedItem("base-501", "c9", "test"), vector, null)));
    }
    List<TableRow> rows = new ArrayList<>();
    try (VectorPieces pieces = IndexPieces.open(place, HADOOP)) {
      assertThat(pieces.count()).isEqualTo(49);
      export(pieces, VectorFormat.PARQUET, "x.parquet");
    }
    try (TableFiles table = TableFiles.open(at("x.parquet"), HADOOP)) {
      for (TableRow row = table.next(); row != null; row = table.next()) {
        rows.add(row);
      }
    }
    assertThat(rows).hasSize(49);
    try (Index index = Index.open(place, HADOOP, 1)) {
      for (TableRow row : rows) {
        String id = row.text(List.of("id")).orElseThrow();
        IndexedItem item = index.item(id).orElseThrow();
        assertThat(row.floats().get("vector")).isEqualTo(index.vector(id).orElseThrow());
        TreeMap<String, String> expected = new TreeMap<>();
        expected.put("id", id);
        expected.put("class", item.className());
        expected.put("split", item.split());
        if (item.text() != null) {
          expected.put("text", item.text());
        }
        assertThat(row.texts()).isEqualTo(expected);
        assertThat(row.entries()).isEqualTo(item.attributes());
      }
    }
    assertThat(rows).extracting(row -> row.texts().get("id")).doesNotHaveDuplicates();
    assertThat(rows.get(48).floats().get("vector")).isEqualTo(vector);
  }

  @Test
  void storedVectorsAreExportedBlockByBlock() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[25 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    SampleIndex.writeVectors(at("vectors"), new Vectors(3, values), 10, Element.FLOAT);
    try (VectorPieces pieces = StoredPieces.open(at("vectors"), HADOOP)) {
      assertThat(pieces.pieces()).isEqualTo(3);
      byte[] bytes = export(pieces, VectorFormat.FAISS, "v.faiss");
      float[] found = new float[values.length];
      ByteBuffer.wrap(bytes, bytes.length - 4 * values.length, 4 * values.length)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(found);
      assertThat(found).isEqualTo(values);
    }
    assertThat(Files.readAllLines(directory.resolve("v.faiss.ids.txt")))
        .hasSize(25)
        .startsWith("item-0")
        .endsWith("item-24");
  }
}
