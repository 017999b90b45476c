/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.HalfFloat;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.index.SampleIndex;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStoredVectors {

  private static final Vectors VECTORS = random(25, 3);

  @TempDir java.nio.file.Path directory;

  private final Configuration hadoop = new Configuration();
  private Path target;

  @BeforeEach
  void prepare() {
    target = new Path(directory.toUri().toString(), "vectors");
  }

  private static Vectors random(int count, int dim) {
    SplittableRandom random = new Seed(1).generator();
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Vectors(dim, values);
  }

  @Test
  void whatIsWrittenIsRead() {
    SampleIndex.writeVectors(target, VECTORS);
    same(StoredVectors.read(target, VectorStore.VECTORS, hadoop));
  }

  @Test
  void everyBlockHasItsItemsBesideIt() throws Exception {
    SampleIndex.writeVectors(target, VECTORS);
    for (String part : List.of("blocks/part-%05d.vec", "items/part-%05d.parquet")) {
      try (Stream<java.nio.file.Path> files =
          Files.list(directory.resolve("vectors").resolve(part).getParent())) {
        assertThat(files.map(file -> directory.resolve("vectors").relativize(file).toString()))
            .filteredOn(name -> !name.endsWith(".crc"))
            .containsExactlyInAnyOrder(
                String.format(part, 0), String.format(part, 1), String.format(part, 2));
      }
    }
  }

  @Test
  void tasksReadThemAsATable() throws Exception {
    SampleIndex.writeVectors(target, VECTORS);
    isTable(new VectorStore(LocalSpark.session()).table(target, VectorStore.VECTORS));
    java.nio.file.Path part = directory.resolve("vectors/blocks/part-00001.vec");
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    assertThatThrownBy(
            () ->
                new VectorStore(LocalSpark.session())
                    .table(target, VectorStore.VECTORS)
                    .collectAsList())
        .hasMessageContaining("part-00001.vec is damaged");
  }

  @Test
  void tasksReadOldOnesAsATableToo() {
    writeTable(rows(VECTORS), VECTORS.count(), 3);
    isTable(new VectorStore(LocalSpark.session()).table(target, VectorStore.VECTORS));
  }

  private static void isTable(Dataset<Row> table) {
    assertThat(table.columns()).containsExactly("id", "class_name", "split", "vector");
    List<Row> rows = table.collectAsList();
    List<Item> items = SampleIndex.items(VECTORS.count());
    assertThat(rows).hasSize(items.size());
    for (int i = 0; i < items.size(); i++) {
      assertThat(rows.get(i).getString(0)).isEqualTo(items.get(i).id());
      assertThat(rows.get(i).getString(1)).isEqualTo(items.get(i).className());
      assertThat(rows.get(i).getString(2)).isEqualTo(items.get(i).split().written());
      List<Float> vector = rows.get(i).getList(3);
      for (int j = 0; j < 3; j++) {
        assertThat(vector.get(j)).isEqualTo(VECTORS.row(i)[j]);
      }
    }
  }

  @Test
  void halvesTakeHalfTheBytes() {
    SampleIndex.writeVectors(target, VECTORS, 100, Element.HALF);
    assertThat(directory.resolve("vectors/blocks/part-00000.vec")).hasSize(64 + 25 * 3 * 2);
    float[] read = StoredVectors.read(target, VectorStore.VECTORS, hadoop).vectors().values();
    for (int i = 0; i < read.length; i++) {
      assertThat(read[i]).isEqualTo(HalfFloat.value(HalfFloat.of(VECTORS.values()[i])));
    }
  }

  @Test
  void noVectorsAreReadToo() {
    SampleIndex.writeVectors(target, new Vectors(3, new float[0]));
    StoredVectors read = StoredVectors.read(target, VectorStore.VECTORS, hadoop);
    assertThat(read.ids()).isEmpty();
    assertThat(read.vectors().count()).isZero();
    assertThat(read.vectors().dim()).isEqualTo(3);
  }

  /** Another writer may order columns and rows as it likes, and add columns. */
  @Test
  void columnsAreFoundByNameAndRowsByTheirNumber() {
    writeTable(rows(VECTORS), VECTORS.count(), 3);
    same(StoredVectors.read(target, VectorStore.VECTORS, hadoop));
  }

  @Test
  void aTableThatIsNotWhatItsManifestSaysIsRefused() {
    List<Row> rows = rows(VECTORS);
    writeTable(rows, 26, 3);
    refused("has 25 rows, and its manifest says 26");
    writeTable(rows, 24, 3);
    refused("has a row 24 that is not below 24");
    writeTable(rows, 25, 4);
    refused("has a vector of 3 floats, and its manifest says 4");
    rows.add(rows.get(0));
    writeTable(rows, 25, 3);
    refused("has a row 24 that is there twice");
  }

  @Test
  void tooManyFloatsAreRefused() {
    writeTable(rows(VECTORS), 1L << 30, 3);
    refused("holds 1073741824 vectors of 3, and this program reads up to 2^31 floats");
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    writeTable(rows(VECTORS), 25, 3, "class_name");
    refused("has no column 'class_name'; make the artifact again");
  }

  @Test
  void anotherKindAndADamagedFileAreRefused() throws Exception {
    SampleIndex.writeVectors(target, VECTORS);
    assertThatThrownBy(() -> StoredVectors.read(target, VectorStore.INDEX, hadoop))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("There is a set of vectors at " + target);
    java.nio.file.Path part = directory.resolve("vectors/blocks/part-00001.vec");
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    refused("The file blocks/" + part.getFileName());
    refused("is not what was written: expected SHA-256");
    Files.delete(part);
    refused("found no such file");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> StoredVectors.read(target, VectorStore.VECTORS, hadoop))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(message);
  }

  private static void same(StoredVectors read) {
    List<Item> items = SampleIndex.items(VECTORS.count());
    assertThat(read.ids()).isEqualTo(items.stream().map(Item::id).toList());
    assertThat(read.classNames()).isEqualTo(items.stream().map(Item::className).toList());
    assertThat(read.splits())
        .isEqualTo(items.stream().map(item -> item.split().written()).toList());
    assertThat(read.vectors().dim()).isEqualTo(VECTORS.dim());
    assertThat(read.vectors().values()).isEqualTo(VECTORS.values());
  }

  /** Last row first, and other columns than {@link VectorStore} writes. */
  private static List<Row> rows(Vectors vectors) {
    List<Item> items = SampleIndex.items(vectors.count());
    List<Row> rows = new ArrayList<>();
    for (int i = vectors.count() - 1; i >= 0; i--) {
      Item item = items.get(i);
      rows.add(
          RowFactory.create(
              vectors.row(i), item.split().written(), 7, item.className(), i, item.id()));
    }
    return rows;
  }

  private void writeTable(List<Row> rows, long items, long dim, String... without) {
    StructType schema =
        new StructType()
            .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false)
            .add("split", DataTypes.StringType, false)
            .add("shelf", DataTypes.IntegerType, false)
            .add("class_name", DataTypes.StringType, false)
            .add("row", DataTypes.IntegerType, false)
            .add("id", DataTypes.StringType, false);
    new Artifacts(hadoop)
        .write(
            target,
            WhenExists.REPLACE,
            new Draft(VectorStore.VECTORS, 1, Map.of(), List.of()),
            temporary -> {
              LocalSpark.session()
                  .createDataFrame(rows, schema)
                  .drop(without)
                  .repartition(3)
                  .write()
                  .parquet(new Path(temporary, "vectors").toString());
              return new Contents("", Map.of("items", items, "dim", dim));
            });
  }
}
