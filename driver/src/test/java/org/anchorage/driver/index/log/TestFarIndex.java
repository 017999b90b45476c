/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.anchorage.driver.index.log.LogSamples.items;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.ItemFilter;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that is not on a local disk: what is copied to change it, and to look at it. */
class TestFarIndex {

  private static final Path COPIES = Path.of(System.getProperty("java.io.tmpdir"));

  private final Configuration hadoop = new Configuration();
  private org.apache.hadoop.fs.Path far;

  @TempDir Path directory;

  @BeforeEach
  void build() throws IOException {
    SampleLog.index(directory);
    WatchedDisk.install(hadoop);
    far = new org.apache.hadoop.fs.Path("watched://" + directory.resolve("index"));
  }

  /** Returns the files that this process has copies of. */
  private static List<String> copied() throws IOException {
    String own = "anchorage-index-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> copies = Files.list(COPIES)) {
      return copies
          .filter(copy -> copy.getFileName().toString().startsWith(own))
          .flatMap(TestFarIndex::files)
          .toList();
    }
  }

  private static Stream<String> files(Path copy) {
    try (Stream<Path> files = Files.walk(copy)) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aWriterCopiesTheItemsAlone() throws IOException {
    int before = copied().size();
    try (IndexWriter writer = IndexWriter.open(far, hadoop)) {
      writer.add(items(0, 3));
      assertThat(writer.delete(List.of("base-501", "nobody"))).containsExactly("nobody");
      assertThat(writer.ids(ItemFilter.parse("class=c1"))).contains("new-1").hasSize(17);
      assertThat(copied()).hasSizeGreaterThan(before).allMatch(file -> file.contains("/items/"));
    }
    assertThat(copied()).hasSize(before);
    try (Index opened = Index.open(far, hadoop, 1)) {
      assertThat(opened.count()).isEqualTo(52);
      assertThat(copied()).anyMatch(file -> file.endsWith("lists.ivl"));
      assertThat(Inventory.of(far, hadoop).info()).isEqualTo(opened.info());
    }
  }

  @Test
  void anInventoryCopiesNothingIfTheLogIsEmpty() throws IOException {
    WatchedDisk disk = WatchedDisk.install(hadoop);
    Inventory found = Inventory.of(far, hadoop);
    assertThat(found.info().items()).isEqualTo(50);
    assertThat(found.batches()).isZero();
    assertThat(disk.events)
        .noneMatch(event -> event.startsWith("open") && event.contains("/shard-"));
  }
}
