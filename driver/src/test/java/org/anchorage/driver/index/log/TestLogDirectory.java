/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.anchorage.driver.index.log.LogSamples.DIM;
import static org.anchorage.driver.index.log.LogSamples.item;
import static org.anchorage.driver.index.log.LogSamples.items;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.FullDisk;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestLogDirectory {

  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private BatchFiles log(String scheme) {
    FullDisk.install(hadoop, 2_000);
    return new BatchFiles(
        new LogDirectory(
            new org.apache.hadoop.fs.Path(scheme + "://" + directory.resolve("index")), hadoop));
  }

  private BatchFiles log() {
    return log("file");
  }

  private Path file(long number) {
    return directory.resolve("index/log").resolve(String.format("%08d.batch", number));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("index/log"))) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk"})
  void changesComeBackAsTheyWere(String scheme) throws IOException {
    BatchFiles log = log(scheme);

    log.append(1, BatchWriter.added(1, DIM, items(0, 8)), () -> {});
    log.append(2, BatchWriter.deleted(2, DIM, List.of("new-3", "\u00e9\u4e2d")), () -> {});

    assertThat(log.log().after(0)).extracting(LogDirectory.Found::number).containsExactly(1L, 2L);
    List<Change> changes = log.read(1, DIM);
    assertThat(changes).hasSize(8);
    for (int i = 0; i < changes.size(); i++) {
      Change.Added added = (Change.Added) changes.get(i);
      assertThat(added.item()).isEqualTo(item(i).item());
      assertThat(added.vector()).isEqualTo(item(i).vector());
      assertThat(log.picture(added.picture()).orElse(null)).isEqualTo(item(i).picture());
    }
    assertThat(log.read(2, DIM))
        .containsExactly(new Change.Deleted("new-3"), new Change.Deleted("\u00e9\u4e2d"));
  }

  /** Old logs stay readable. */
  @Test
  void theBytesOfABatchStay() {
    byte[] batch =
        BatchWriter.added(
            18,
            1,
            List.of(
                new NewItem(
                    new IndexedItem("a", "b", "c", new java.util.TreeMap<>(), null),
                    new float[] {1},
                    new byte[] {9})));

    assertThat(HexFormat.of().formatHex(batch))
        .isEqualTo(
            "414e43484c4f4742" // ANCHLOGB
                + "00000001" // version
                + "00000001" // dim
                + "0000000000000012" // number
                + "00000001" // changes
                + "00000021" // bytes
                + "01" // added
                + "0000000161" // id
                + "0000000162" // class
                + "0000000163" // split
                + "00000000" // attributes
                + "ffffffff" // no text
                + "3f800000" // vector
                + "0000000109" // picture
                + "0da55537"); // CRC32C
  }

  @Test
  void aBatchThatIsCutIsRefusedAtEachLength() throws IOException {
    BatchFiles log = log();
    byte[] whole = BatchWriter.added(1, DIM, items(0, 2));
    log.append(1, whole, () -> {});
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(1), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> log.read(1, DIM))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContainingAll(
              "The batch ", "00000001.batch", "is damaged: it has ", "restore");
    }
  }

  @Test
  void aFlippedByteIsFound() throws IOException {
    BatchFiles log = log();
    byte[] whole = BatchWriter.added(1, DIM, items(0, 2));
    log.append(1, whole, () -> {});
    for (int place = 0; place < whole.length; place++) {
      byte[] flipped = whole.clone();
      flipped[place] ^= 4;
      Files.write(file(1), flipped);
      assertThatThrownBy(() -> log.read(1, DIM))
          .as("byte " + place)
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("is damaged: ");
    }
  }

  @Test
  void aBatchOfAnotherNumberOrDimensionIsRefused() throws IOException {
    BatchFiles log = log();
    log.append(1, BatchWriter.added(1, DIM, items(0, 2)), () -> {});
    Files.copy(file(1), file(2));

    assertThatThrownBy(() -> log.read(2, DIM)).hasMessageContaining("it is batch 1 by its header");
    assertThatThrownBy(() -> log.read(1, DIM + 1))
        .hasMessageContaining("its vectors have 8 floats, and those of the index 9");
  }

  @Test
  void aMissingBatchIsNamed() throws IOException {
    BatchFiles log = log();
    for (int number = 1; number <= 4; number++) {
      log.append(number, BatchWriter.deleted(number, DIM, List.of("a")), () -> {});
    }
    Files.delete(file(3));

    assertThatThrownBy(() -> log.log().after(0))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContainingAll("lacks batch 3, and batch 4 is there; restore", "00000003.batch");
    assertThat(log.log().after(3)).hasSize(1);
    assertThatThrownBy(() -> log.read(3, DIM)).hasMessageContaining("Cannot read");
  }

  @Test
  void aFullDiskLeavesEarlierBatchesAndNothingElse() throws IOException {
    BatchFiles log = log("fulldisk");
    log.append(1, BatchWriter.added(1, DIM, items(0, 3)), () -> {});
    assertThatThrownBy(() -> log.append(2, BatchWriter.added(2, DIM, items(3, 300)), () -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(names()).containsExactly("00000001.batch");

    log.append(2, BatchWriter.added(2, DIM, items(3, 4)), () -> {});
    assertThat(log.log().after(0)).hasSize(2);
  }

  @Test
  void whatAKilledWriterLeftIsNotRead() throws IOException {
    BatchFiles log = log();
    log.append(1, BatchWriter.deleted(1, DIM, List.of("a")), () -> {});
    Files.write(directory.resolve("index/log/.00000002.batch.tmp"), new byte[7]);

    assertThat(log.log().after(0)).hasSize(1);
    log.log().clean();
    assertThat(names()).containsExactly("00000001.batch");
  }

  @Test
  void aBatchIsNotWrittenTwice() throws IOException {
    BatchFiles log = log();
    log.append(1, BatchWriter.deleted(1, DIM, List.of("a")), () -> {});
    assertThatThrownBy(() -> log.append(1, BatchWriter.deleted(1, DIM, List.of("b")), () -> {}))
        .hasMessage("batch 1 is there already: somebody else has written it");
    assertThat(log.read(1, DIM)).containsExactly(new Change.Deleted("a"));
  }

  @Test
  void batchesThatAGenerationHoldsGo() throws IOException {
    BatchFiles log = log();
    log.append(1, BatchWriter.added(1, DIM, items(0, 1)), () -> {});
    log.append(2, BatchWriter.deleted(2, DIM, List.of("a")), () -> {});
    Change.Added added = (Change.Added) log.read(1, DIM).get(0);

    log.log().removeTo(1);

    assertThat(names()).containsExactly("00000002.batch");
    assertThat(log.log().after(1)).hasSize(1);
    assertThat(log.picture(added.picture())).isEmpty();
  }

  @Test
  void anIndexWithoutALogHasNoBatches() {
    assertThat(log().log().after(0)).isEmpty();
  }
}
