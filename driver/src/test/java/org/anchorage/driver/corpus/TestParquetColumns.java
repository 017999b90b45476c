/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.ParquetRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestParquetColumns {

  @TempDir Path directory;

  private static List<String> ids(Path file, Configuration hadoop) throws IOException {
    org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(file.toUri());
    FileSystem files = place.getFileSystem(hadoop);
    List<String> ids = new ArrayList<>();
    try (ParquetColumns columns =
        ParquetColumns.open(files.getFileStatus(place), hadoop, "id", "class_name")) {
      while (columns.next()) {
        columns.strings("id", (row, id) -> ids.add(id));
        columns.strings("class_name", (row, name) -> ids.add(name));
      }
    }
    return ids;
  }

  /** On a disk that sums up nothing, and so gives what it has. */
  @Test
  void aByteThatHasChangedIsNeverAnotherId() throws IOException {
    Path corpus = Path.of(java.net.URI.create(TinyCorpus.location()));
    byte[] whole;
    try (Stream<Path> parts = Files.list(corpus.resolve("catalogue"))) {
      whole =
          Files.readAllBytes(
              parts.filter(part -> part.toString().endsWith(".parquet")).findAny().orElseThrow());
    }
    Path file = directory.resolve("part.parquet");
    Configuration hadoop = new Configuration();
    Files.write(file, whole);
    List<String> good = ids(file, hadoop);
    assertThat(good).hasSize(160);
    int refused = 0;
    for (int at = 0; at < whole.length; at += 3) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      try {
        assertThat(ids(file, hadoop)).as("byte " + at).isEqualTo(good);
      } catch (IOException | ParquetRuntimeException | ArtifactException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void sparkVerifiesPagesToo() {
    assertThat(
            Sparks.hadoop(Sparks.conf(SettingsReader.defaults().settings().spark(), "test"))
                .get("parquet.page.verify-checksum.enabled"))
        .isEqualTo("true");
  }
}
