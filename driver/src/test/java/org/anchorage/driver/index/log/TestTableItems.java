/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexedItem;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTableItems {

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  /** As data sets of Hugging Face are: bytes in a struct, a number for a label, no ids. */
  @Test
  void bytesOfATableAreEmbedded() throws Exception {
    StructType image =
        new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
    StructType schema =
        new StructType()
            .add("image", image)
            .add("label", DataTypes.LongType)
            .add("night", DataTypes.BooleanType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      rows.add(RowFactory.create(RowFactory.create(Samples.png(i), "p" + i), (long) i % 3, i == 4));
    }
    rows.add(RowFactory.create(RowFactory.create(new byte[] {1, 2}, "x"), 1L, false));
    org.apache.hadoop.fs.Path table =
        new org.apache.hadoop.fs.Path(directory.resolve("table").toUri());
    LocalSpark.session()
        .createDataFrame(rows, schema)
        .coalesce(1)
        .write()
        .parquet(table.toString());
    org.apache.hadoop.fs.Path place = SampleLog.embedding(directory.resolve("index"));

    List<Long> acknowledged = new ArrayList<>();
    Addition.Result result;
    try (IndexWriter writer = IndexWriter.open(place, HADOOP, 1000)) {
      result = new Addition(writer, 30, acknowledged::add).table(table);
    }

    assertThat(result.added()).isEqualTo(70);
    assertThat(result.replaced()).isZero();
    assertThat(result.bad()).hasSize(1);
    assertThat(acknowledged).containsExactly(30L, 60L, 70L);
    var digest = Sha256.digest();
    digest.update(Samples.png(4));
    String id = Sha256.written(digest).substring(0, 32);
    TreeMap<String, String> attributes = new TreeMap<>();
    attributes.put("night", "true");
    try (Index index = Index.open(place, HADOOP, 1)) {
      assertThat(index.item(id)).contains(new IndexedItem(id, "1", "", attributes, null));
      assertThat(index.vector(id).orElseThrow())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(index.embed(Samples.png(4)));
    }
  }
}
