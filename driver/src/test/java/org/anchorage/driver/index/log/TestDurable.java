/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.driver.artifact.FullDisk;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a local disk, on one that Hadoop reaches by its old face alone, and by its new one. */
class TestDurable {

  private static final byte[] OURS = "ours".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private Durable file(String kind) {
    Configuration hadoop = new Configuration();
    FullDisk.install(hadoop, 100);
    if (kind.equals("delegated")) {
      DelegatedDisk.install(hadoop);
    }
    String scheme = kind.equals("file") ? "file" : "fulldisk";
    return new Durable(
        new org.apache.hadoop.fs.Path(scheme + "://" + directory.resolve("file")), hadoop);
  }

  private void theirs() {
    try {
      Files.writeString(directory.resolve("file"), "theirs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a successor does once it has the lease. */
  private void clean() {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (Durable.isUnnamed(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String content() throws IOException {
    return Files.readString(directory.resolve("file"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk", "delegated"})
  void aFileIsCreatedOnce(String kind) throws IOException {
    assertThat(file(kind).create(OURS, () -> {})).isTrue();
    assertThat(content()).isEqualTo("ours");
    assertThat(file(kind).create(new byte[9], () -> {})).isFalse();
    assertThat(content()).isEqualTo("ours");
    file(kind).replace("new".getBytes(StandardCharsets.UTF_8), () -> {});
    assertThat(content()).isEqualTo("new");
    assertThat(names()).containsExactly("file");
  }

  /** A writer that was stopped for long comes too late. */
  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk", "delegated"})
  void whatAnotherHasWrittenMeanwhileStays(String kind) throws IOException {
    assertThat(file(kind).create(OURS, this::theirs)).isFalse();
    assertThat(content()).isEqualTo("theirs");
    assertThat(names()).containsExactly("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk", "delegated"})
  void aSuccessorTakesAwayWhatHasNoName(String kind) throws IOException {
    assertThatThrownBy(() -> file(kind).create(OURS, this::clean)).isInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
    theirs();
    assertThatThrownBy(() -> file(kind).replace(OURS, this::clean)).isInstanceOf(IOException.class);
    assertThat(content()).isEqualTo("theirs");
    assertThat(names()).containsExactly("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "fulldisk", "delegated"})
  void nothingIsLeftOfWhatIsNotAllowed(String kind) throws IOException {
    Runnable refused =
        () -> {
          throw new IllegalStateException("taken over");
        };
    assertThatThrownBy(() -> file(kind).create(OURS, refused)).hasMessage("taken over");
    assertThatThrownBy(() -> file(kind).replace(OURS, refused)).hasMessage("taken over");
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fulldisk", "delegated"})
  void aFullDiskIsToldAndLeavesNothing(String kind) throws IOException {
    theirs();
    assertThatThrownBy(() -> file(kind).replace(new byte[101], () -> {}))
        .hasMessage("No space left on device");
    assertThat(content()).isEqualTo("theirs");
    assertThat(names()).containsExactly("file");
  }
}
