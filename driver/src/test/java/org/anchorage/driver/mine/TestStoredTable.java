/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.corpus.TinyCorpus;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStoredTable {

  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private org.apache.hadoop.fs.Path place(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  private void write(String name, MinedFrom from, Map<String, String> settings) {
    new Artifacts(hadoop)
        .write(
            place(name),
            WhenExists.REFUSE,
            new Draft(
                MinedStore.KIND,
                MinedStore.FORMAT,
                settings,
                Stream.concat(
                        Stream.of(new Manifest.Parent("corpus", "here", "f00d")),
                        from.parents().stream())
                    .toList()),
            temporary -> {
              var file = new org.apache.hadoop.fs.Path(temporary, MinedStore.STATISTICS);
              try (OutputStream out = file.getFileSystem(hadoop).create(file)) {
                out.write(name.getBytes(StandardCharsets.UTF_8));
              }
              Map<String, Long> counts = new HashMap<>(Map.of("negatives", 3L));
              from.writeTo(counts);
              return new Contents("", counts);
            });
  }

  @Test
  void aTableSaysTheParametersThatItWasMinedFrom() {
    MinedFrom from = new MinedFrom(3, 12, "abcd");
    write("new", from, Map.of());
    write("old", new MinedFrom(3, 12), Map.of());
    assertThat(StoredTable.at(place("new"), hadoop).from()).isEqualTo(from);
    assertThat(StoredTable.at(place("new"), hadoop).corpus()).isEqualTo("f00d");
    MinedFrom old = StoredTable.at(place("old"), hadoop).from();
    assertThat(old).isEqualTo(new MinedFrom(3, 12, ""));
    assertThat(old.isSameAs(from)).isTrue();
    assertThat(from.isSameAs(old)).isTrue();
    assertThat(from.isSameAs(new MinedFrom(4, 12, "abcd"))).isTrue();
    assertThat(from.isSameAs(new MinedFrom(3, 12, "abce"))).isFalse();
    assertThat(from.isSameAs(new MinedFrom(3, 13, "abcd"))).isFalse();
  }

  private List<String> names() {
    return TableListing.of(place(""), hadoop).tables().stream()
        .map(table -> table.location().getName())
        .toList();
  }

  @Test
  void theNewestParametersComeFirstWhateverTheNames() {
    write("z", new MinedFrom(1, 4), Map.of());
    write("a", new MinedFrom(3, 12), Map.of());
    write("b", new MinedFrom(2, 12), Map.of());
    write("m", new MinedFrom(2, 8), Map.of());
    assertThat(names()).containsExactly("a", "b", "m", "z");
    StoredTable newest = TableListing.of(place(""), hadoop).tables().get(0);
    assertThat(newest.from()).isEqualTo(new MinedFrom(3, 12));
    assertThat(newest.corpus()).isEqualTo("f00d");
    assertThat(newest.checksum()).hasSize(64);
  }

  @Test
  void whatIsHalfWrittenOrSaysNoParametersIsLeftOut() throws IOException {
    write("round-4", new MinedFrom(1, 4), Map.of());
    write("old", MinedFrom.unknown(), Map.of());
    Files.createDirectories(directory.resolve("round-8/classes"));
    Files.createDirectories(directory.resolve(".round-9.temporary-1"));
    Files.createDirectories(directory.resolve("round-9"));
    Files.writeString(directory.resolve("round-9/manifest.json"), "{\"kind\": ");
    Files.createFile(directory.resolve(".lease"));
    assertThat(names()).containsExactly("round-4");
    assertThat(TableListing.of(place(""), hadoop).unusable())
        .extracting(unusable -> unusable.location().getName() + ": " + unusable.why())
        .satisfiesExactlyInAnyOrder(
            old ->
                assertThat(old)
                    .isEqualTo(
                        "old: It does not say which round it was mined from, because an earlier"
                            + " version wrote it"),
            broken ->
                assertThat(broken)
                    .isEqualTo(
                        "round-8: It has no manifest.json: it is being copied there, or its writer"
                            + " was killed"),
            cut -> assertThat(cut).matches("round-9: The manifest .* cannot be read .*"));
    assertThat(StoredTable.at(place("old"), hadoop).from().isKnown()).isFalse();
    assertThat(StoredTable.find(place("round-8"), hadoop)).isEmpty();
    assertThatThrownBy(() -> StoredTable.at(place("round-8"), hadoop))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("round-8");
  }

  @Test
  void aDirectoryThatIsNotThereHasNoTables() {
    assertThat(TableListing.of(place("nowhere"), hadoop).tables()).isEmpty();
  }

  @Test
  void onlyTheSettingsThatShapeATableAreCompared() {
    RunSettings settings = TinyCorpus.settings("mining=classes", "mine.group=3");
    write("table", new MinedFrom(1, 4), settings.written());
    StoredTable table = StoredTable.at(place("table"), hadoop);
    assertThat(table.isMinedWith(settings.with(List.of("mine.group=2")).written())).isTrue();
    assertThat(table.isMinedWith(settings.with(List.of("mine.negatives=2")).written())).isFalse();
    assertThat(table.isMinedWith(settings.with(List.of("seed=2")).written())).isFalse();
  }
}
