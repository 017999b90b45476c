/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClassLists {

  private static final int CLASSES = 9;
  private static final int LISTED = 4;

  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private static final Catalogue CATALOGUE =
      Catalogue.of(
          IntStream.range(0, CLASSES)
              .mapToObj(
                  i -> new Item("id" + i, "c" + i, Split.TRAIN, "shard", 0, 1, 1, "00", Map.of()))
              .toList());

  private static int confusable(int label, int rank) {
    return (label + 2 * rank + 1) % CLASSES;
  }

  private org.apache.hadoop.fs.Path place() {
    return new org.apache.hadoop.fs.Path(directory.toUri());
  }

  private void write(int part, List<Row> rows) {
    RowFile.write(place(), part, MinedStore.CLASSES_SCHEMA, rows.iterator(), hadoop);
  }

  private MinedTable read() {
    return new ClassLists(CATALOGUE, new org.apache.hadoop.fs.Path("run/mined/round-1"))
        .read(place(), hadoop);
  }

  /** Class 3 has no list, as a class that was not mined. */
  @Test
  void listsAreReadWhateverTheOrderOfRowsAndFiles() {
    List<Row> rows = new ArrayList<>();
    for (int label = 0; label < CLASSES; label++) {
      for (int rank = 0; rank < LISTED && label != 3; rank++) {
        rows.add(
            RowFactory.create("c" + label, rank, "c" + confusable(label, rank), label - rank / 8f));
      }
    }
    Collections.shuffle(rows, new Random(1));
    write(0, rows.subList(0, 11));
    write(1, rows.subList(11, rows.size()));
    MinedTable read = read();
    for (int label = 0; label < CLASSES; label++) {
      assertThat(read.confusable()[label]).hasSize(label == 3 ? 0 : LISTED);
      for (int rank = 0; rank < read.confusable()[label].length; rank++) {
        assertThat(read.confusable()[label][rank]).isEqualTo(confusable(label, rank));
        assertThat(read.similarities()[label][rank]).isEqualTo(label - rank / 8f);
      }
    }
  }

  @Test
  void aClassThatTheCorpusLacksIsNamed() {
    write(0, List.of(RowFactory.create("c1", 0, "c77", 0.5f)));
    assertThatThrownBy(this::read)
        .isInstanceOf(ArtifactException.class)
        .hasMessage(
            "The mined table at run/mined/round-1 names 'c77', which is not in the corpus; mine the"
                + " corpus that is trained on");
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Files.write(directory.resolve("part-00000.snappy.parquet"), new byte[] {1, 2, 3});
    assertThatThrownBy(this::read)
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot read the confusable classes in ")
        .hasMessageContaining("is not a Parquet file")
        .hasMessageEndingWith("; restore the table or mine again");
  }
}
