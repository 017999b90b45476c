/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestShardIds {

  private static final int ITEMS = 7;
  private static final String DAMAGED = "; the corpus is damaged: restore it or import it again";

  @TempDir Path directory;

  @BeforeEach
  void write() {
    List<Item> items =
        IntStream.range(0, ITEMS)
            .mapToObj(i -> new Item("id-" + i, "a", Split.TRAIN, "", 0, 1, 1, "00", Map.of()))
            .toList();
    ShardedCorpus.of(items, item -> new byte[] {1}, place(), 3);
  }

  private String place() {
    return directory.resolve("corpus").toUri().toString();
  }

  /** Row and id of all items, as jobs find them. */
  private Map<Integer, String> ids() {
    return new TreeMap<>(Corpus.open(LocalSpark.session(), place()).ids().collectAsMap());
  }

  private Path part(int shard) {
    return directory.resolve("corpus/catalogue/part-0000" + shard + ".parquet");
  }

  @Test
  void rowsRunOnFromShardToShard() {
    assertThat(ids())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    0, "id-0", 1, "id-1", 2, "id-2", 3, "id-3", 4, "id-4", 5, "id-5", 6, "id-6")));
  }

  @Test
  void aPartOfTheCatalogueThatIsGoneIsNamed() throws IOException {
    Corpus corpus = Corpus.open(LocalSpark.session(), place());
    Files.delete(part(1));
    assertThatThrownBy(() -> corpus.ids().count())
        .hasMessageContaining("Cannot read the ids in ")
        .hasMessageContaining("part-00001.parquet: ")
        .hasMessageContaining(DAMAGED);
  }

  @Test
  void aPartThatIsCutShortIsNamed() throws IOException {
    Corpus corpus = Corpus.open(LocalSpark.session(), place());
    byte[] bytes = Files.readAllBytes(part(2));
    Files.deleteIfExists(directory.resolve("corpus/catalogue/.part-00002.parquet.crc"));
    Files.write(part(2), Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> corpus.ids().count())
        .hasMessageContaining("Cannot read the ids in ")
        .hasMessageContaining("part-00002.parquet: ")
        .hasMessageContaining(DAMAGED);
  }

  @Test
  void aPartOfAnotherShardIsNamed() throws IOException {
    Corpus corpus = Corpus.open(LocalSpark.session(), place());
    Files.deleteIfExists(directory.resolve("corpus/catalogue/.part-00002.parquet.crc"));
    Files.write(part(2), Files.readAllBytes(part(0)));
    assertThatThrownBy(() -> corpus.ids().count())
        .hasMessageContaining("part-00002.parquet has 3 rows, and the corpus counts 1" + DAMAGED);
  }
}
