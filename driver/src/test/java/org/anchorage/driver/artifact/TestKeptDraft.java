/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestKeptDraft {

  private static final Draft DRAFT = new Draft("notes", 1, Map.of(), List.of());

  @TempDir java.nio.file.Path directory;

  private final Configuration hadoop = new Configuration();
  private final Artifacts artifacts = new Artifacts(hadoop);
  private Path target = new Path("none");

  @BeforeEach
  void prepare() {
    target = new Path(directory.toUri().toString(), "notes");
  }

  @Test
  void aBodyThatFailsIsGoneOnWith() {
    assertThatThrownBy(() -> resume("key", failing("first.txt")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot write the notes to")
        .hasMessageContaining("The pen broke; fix this and run again. The parts that are finished")
        .hasMessageContaining("stay in file:" + directory.toString() + "/.notes.draft-")
        .hasMessageEndingWith(": the same command goes on from them");
    assertThatThrownBy(() -> resume("key", failing("second.txt")))
        .isInstanceOf(ArtifactException.class);

    Manifest manifest =
        resume(
            "key",
            temporary -> {
              assertThat(local(temporary).resolve("first.txt")).exists();
              assertThat(local(temporary).resolve("second.txt")).exists();
              put(temporary, "third.txt");
              return new Contents("", Map.of("items", 3L));
            });

    assertThat(manifest.checksums()).containsOnlyKeys("first.txt", "second.txt", "third.txt");
    assertThat(artifacts.verify(target, "notes", 1)).isEqualTo(manifest);
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void anotherKeyBeginsAnewAndCleansUpInTheEnd() {
    assertThatThrownBy(() -> resume("key", failing("first.txt")))
        .isInstanceOf(ArtifactException.class);

    Manifest manifest =
        resume(
            "other key",
            temporary -> {
              assertThat(local(temporary).resolve("first.txt")).doesNotExist();
              put(temporary, "other.txt");
              return new Contents("", Map.of());
            });

    assertThat(manifest.checksums()).containsOnlyKeys("other.txt");
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void wrongInputLeavesNothing() {
    assertThatThrownBy(
            () ->
                resume(
                    "key",
                    temporary -> {
                      put(temporary, "first.txt");
                      throw new IllegalArgumentException("The ink is water");
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The ink is water");
    assertThat(names()).isEmpty();
  }

  @Test
  void aFailureBeforeAnyPartLeavesNothing() {
    assertThatThrownBy(
            () ->
                resume(
                    "key",
                    temporary -> {
                      throw new ArtifactException("There is no paper");
                    }))
        .isInstanceOf(ArtifactException.class)
        .hasMessage("There is no paper");
    assertThat(names()).isEmpty();
  }

  @Test
  void aSecondWriterWithTheKeyIsRefused() {
    resume(
        "key",
        temporary -> {
          put(temporary, "first.txt");
          assertThatThrownBy(() -> resume("key", failing("second.txt")))
              .isInstanceOf(ArtifactException.class)
              .hasMessageContaining("The draft at file:")
              .hasMessageContaining(
                  "is being written by process " + ProcessHandle.current().pid() + " on ")
              .hasMessageContaining("; wait for it or stop it, or choose another place. If it is")
              .hasMessageContaining("dead, the same command takes the draft over from ");
          return new Contents("", Map.of());
        });
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void aDraftThatSomebodyWritesIsNotCleanedUp() {
    resume(
        "key",
        temporary -> {
          put(temporary, "first.txt");
          resume(
              "other key",
              inner -> {
                put(inner, "other.txt");
                return new Contents("", Map.of());
              });
          assertThat(local(temporary).resolve("first.txt")).exists();
          // The other writer was first; make room again.
          Files.move(directory.resolve("notes"), directory.resolve("x"));
          return new Contents("", Map.of());
        });
    assertThat(names()).containsExactly("notes", "x");
  }

  @Test
  void notesOfTheBodyAreNoPartOfTheArtifact() {
    Manifest manifest =
        resume(
            "key",
            temporary -> {
              put(temporary, "inner/first.txt");
              put(temporary, "inner/.first.txt.try-2");
              put(temporary, ".progress/1.json");
              return new Contents("", Map.of());
            });

    assertThat(manifest.checksums()).containsOnlyKeys("inner/first.txt");
    assertThat(directory.resolve("notes/.progress")).doesNotExist();
    assertThat(directory.resolve("notes/inner/.first.txt.try-2")).doesNotExist();
  }

  @Test
  void sumsThatAreKnownAreNotSummedAgain() {
    Manifest manifest =
        resume(
            "key",
            temporary -> {
              put(temporary, "first.txt");
              put(temporary, "second.txt");
              return new Contents("", Map.of(), Map.of("first.txt", "c0ffee"));
            });
    assertThat(manifest.checksums()).containsEntry("first.txt", "c0ffee");
    assertThat(manifest.checksums().get("second.txt")).hasSize(64);

    target = new Path(directory.toUri().toString(), "others");
    assertThatThrownBy(
            () -> resume("key", t -> new Contents("", Map.of(), Map.of("gone.txt", "c0ffee"))))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("the file gone.txt was written, but is gone from file:");
  }

  @Test
  void whatIsThereIsRefusedBeforeTheBodyRuns() {
    resume(
        "key",
        temporary -> {
          put(temporary, "first.txt");
          return new Contents("", Map.of());
        });

    assertThatThrownBy(() -> resume("key", failing("second.txt")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("something is there already");
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void halfWrittenArtifactsAreStillDeleted() throws IOException {
    assertThatThrownBy(() -> resume("key", failing("first.txt")))
        .isInstanceOf(ArtifactException.class);

    artifacts.deleteHalfWritten(target.getParent(), "notes");

    assertThat(names()).isEmpty();
  }

  private Manifest resume(String key, Body body) {
    return artifacts.resume(target, WhenExists.REFUSE, DRAFT, key, body);
  }

  /** Writes a part and fails, as a process that is killed after it. */
  private Body failing(String name) {
    return temporary -> {
      put(temporary, name);
      throw new IllegalStateException("The pen broke");
    };
  }

  private void put(Path temporary, String name) throws IOException {
    Path file = new Path(temporary, name);
    try (var output = file.getFileSystem(hadoop).create(file)) {
      output.writeBytes(name);
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  private List<String> names() {
    try (Stream<java.nio.file.Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
