/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.artifact.Manifest;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestArtifacts {

  private static final String KIND = "notes";
  private static final Draft DRAFT =
      new Draft(
          KIND,
          2,
          Map.of("note.seed", "1"),
          List.of(new Manifest.Parent("corpus", "file:/corpus", "c0ffee")));

  @TempDir java.nio.file.Path directory;

  private final Configuration hadoop = new Configuration();
  private Artifacts artifacts;
  private Path target;

  @BeforeEach
  void prepare() {
    artifacts = new Artifacts(hadoop);
    target = new Path(directory.toUri().toString(), "notes");
  }

  @Test
  void whatIsWrittenCanBeOpenedAndVerified() {
    Manifest written = artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    assertThat(artifacts.open(target, KIND, 2)).isEqualTo(written);
    assertThat(artifacts.verify(target, KIND, 3)).isEqualTo(written);
    assertThat(written.kind()).isEqualTo(KIND);
    assertThat(written.formatVersion()).isEqualTo(2);
    assertThat(written.codeVersion()).isNotBlank();
    assertThat(written.settings()).containsEntry("note.seed", "1");
    assertThat(written.parents()).isEqualTo(DRAFT.parents());
    assertThat(written.counts()).containsEntry("items", 1L);
    assertThat(written.checksums()).containsOnlyKeys("inner/text.txt");
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void theManifestSaysWhatWroteIt() throws IOException {
    Manifest written = artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    Manifest.Provenance provenance = written.provenance();
    assertThat(provenance).isEqualTo(ThisProcess.provenance());
    assertThat(provenance.commit()).isEqualTo(Build.current().commit());
    assertThat(provenance.javaVendor()).isEqualTo(System.getProperty("java.vendor"));
    assertThat(provenance.javaVersion()).isEqualTo(Runtime.version().toString());
    assertThat(provenance.system()).startsWith(System.getProperty("os.name") + " ");
    assertThat(Files.readString(directory.resolve("notes/manifest.json")))
        .contains("\"provenance\" : {", "\"java_version\" : \"" + provenance.javaVersion() + "\"");
  }

  /** As version 0.1 wrote them; and a later version may know more. */
  @Test
  void aManifestMaySayLessOrMoreThanThisVersionDoes() throws IOException {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));
    java.nio.file.Path file = directory.resolve("notes/manifest.json");
    // Hadoop's own checksum of the file that is changed.
    Files.delete(directory.resolve("notes/.manifest.json.crc"));
    ObjectMapper json = new ObjectMapper();
    ObjectNode manifest = (ObjectNode) json.readTree(file.toFile());

    manifest.remove("provenance");
    json.writeValue(file.toFile(), manifest);
    assertThat(artifacts.verify(target, KIND, 2).provenance())
        .isEqualTo(new Manifest.Provenance("", "", "", "", "", "", "", ""));

    manifest.putObject("provenance").put("commit", "c0ffee").put("weather", "fair");
    manifest.put("mood", "good");
    json.writeValue(file.toFile(), manifest);
    assertThat(artifacts.verify(target, KIND, 2).provenance())
        .isEqualTo(new Manifest.Provenance("c0ffee", "", "", "", "", "", "", ""));

    manifest.put("provenance", "the attic");
    json.writeValue(file.toFile(), manifest);
    assertThatThrownBy(() -> artifacts.open(target, KIND, 2))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("manifest.json cannot be read");
  }

  @Test
  void theManifestHasSnakeCaseKeys() throws IOException {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    assertThat(Files.readString(directory.resolve("notes/manifest.json")))
        .contains("\"format_version\" : 2", "\"code_version\"", "\"note.seed\" : \"1\"");
  }

  @Test
  void equalFilesHaveAnEqualFingerprintWhereTheBodyGivesNone() {
    Manifest first = artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));
    Manifest same =
        artifacts.write(
            new Path(target.getParent(), "same"), WhenExists.REFUSE, DRAFT, body("one"));
    Manifest other =
        artifacts.write(new Path(target.getParent(), "other"), WhenExists.REFUSE, DRAFT, body("2"));

    assertThat(same.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(other.fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void anExistingTargetIsRefusedBeforeAnythingIsWritten() {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    assertThatThrownBy(
            () ->
                artifacts.write(
                    target,
                    WhenExists.REFUSE,
                    DRAFT,
                    temporary -> {
                      throw new AssertionError("The body ran");
                    }))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot write the notes to")
        .hasMessageContaining("something is there already")
        .hasMessageContaining("choose another place");
  }

  @Test
  void replacingTakesTheOldOneAway() throws IOException {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));
    artifacts.write(target, WhenExists.REPLACE, DRAFT, body("two"));

    assertThat(text()).isEqualTo("two");
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void whatIsNoArtifactIsNotReplaced() throws IOException {
    Files.createDirectory(directory.resolve("notes"));
    Files.writeString(directory.resolve("notes/precious.txt"), "precious");

    assertThatThrownBy(() -> artifacts.write(target, WhenExists.REPLACE, DRAFT, body("two")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot replace")
        .hasMessageContaining("holds no manifest.json")
        .hasMessageContaining("remove it yourself");
    assertThat(directory.resolve("notes/precious.txt")).exists();
  }

  @Test
  void anEmptyDirectoryIsReplaced() throws IOException {
    Files.createDirectory(directory.resolve("notes"));

    artifacts.write(target, WhenExists.REPLACE, DRAFT, body("two"));

    assertThat(text()).isEqualTo("two");
  }

  @Test
  void aFailingBodyLeavesTheOldOneAndNothingElse() throws IOException {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    assertThatThrownBy(
            () ->
                artifacts.write(
                    target,
                    WhenExists.REPLACE,
                    DRAFT,
                    temporary -> {
                      put(temporary, "half");
                      throw new IllegalStateException("The pen broke");
                    }))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot write the notes to")
        .hasMessageContaining("The pen broke; fix this and run again");
    assertThat(text()).isEqualTo("one");
    assertThat(names()).containsExactly("notes");
  }

  /** The local file system reports a full disk as an Error; Linux has a device that is full. */
  @Test
  void aFileSystemErrorIsAFailureLikeAnother() throws IOException {
    assumeThat(Files.exists(java.nio.file.Path.of("/dev/full"))).isTrue();
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    assertThatThrownBy(
            () ->
                artifacts.write(
                    target,
                    WhenExists.REPLACE,
                    DRAFT,
                    temporary -> {
                      RawLocalFileSystem raw = new RawLocalFileSystem();
                      raw.initialize(URI.create("file:///"), hadoop);
                      try (var output = raw.create(new Path("/dev/full"))) {
                        output.writeBytes("one byte too many");
                      }
                      return new Contents("", Map.of());
                    }))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("No space left on device; free space there");
    assertThat(text()).isEqualTo("one");
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void aDiskThatFillsUpLeavesTheOldOne() throws IOException {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));
    FullDisk.install(hadoop, 1000);
    Path full = new Path("fulldisk://" + target.toUri().getPath());

    assertThatThrownBy(
            () -> artifacts.write(full, WhenExists.REPLACE, DRAFT, body("x".repeat(2000))))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot write the notes to fulldisk:")
        .hasMessageContaining("No space left on device; free space there");
    assertThat(text()).isEqualTo("one");
    assertThat(names()).containsExactly("notes");
  }

  @Test
  void aParentThatIsAFileIsNamed() throws IOException {
    Files.writeString(directory.resolve("file"), "");
    Path below = new Path(directory.toUri().toString(), "file/deep/notes");

    assertThatThrownBy(() -> artifacts.write(below, WhenExists.REFUSE, DRAFT, body("one")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("file is a file; choose a path whose parents are all directories");
  }

  @Test
  void theRootIsRefused() {
    assertThatThrownBy(
            () -> artifacts.write(new Path("file:/"), WhenExists.REFUSE, DRAFT, body("one")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("name a directory below it");
  }

  @Test
  void anUnknownFileSystemIsNamed() {
    assertThatThrownBy(() -> artifacts.open(new Path("nowhere://x/notes"), KIND, 2))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("Cannot reach nowhere://x/notes")
        .hasMessageContaining("check the URI");
  }

  @Test
  void aMissingArtifactIsNamed() {
    assertThatThrownBy(() -> artifacts.open(target, KIND, 2))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("There is no notes at")
        .hasMessageContaining("check the path");
  }

  @Test
  void anotherKindIsRefused() {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    assertThatThrownBy(() -> artifacts.open(target, "corpus", 2))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("There is a notes at")
        .hasMessageContaining("not a corpus");
  }

  @Test
  void aNewerFormatIsRefused() {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));

    assertThatThrownBy(() -> artifacts.open(target, KIND, 1))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("format version 2, and this program reads up to 1");
  }

  @Test
  void anUnreadableManifestIsNamed() throws IOException {
    Files.createDirectory(directory.resolve("notes"));
    for (String content : List.of("", "{", "[]", "{\"kind\": \"notes\"}")) {
      Files.writeString(directory.resolve("notes/manifest.json"), content);
      assertThatThrownBy(() -> artifacts.open(target, KIND, 2))
          .as(content)
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("manifest.json cannot be read");
    }
  }

  @Test
  void aFlippedByteIsFound() throws IOException {
    Manifest manifest = artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));
    Files.writeString(directory.resolve("notes/inner/text.txt"), "onf");

    assertThatThrownBy(() -> artifacts.verify(target, KIND, 2))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("inner/text.txt")
        .hasMessageContaining("expected SHA-256 " + manifest.checksums().get("inner/text.txt"))
        .hasMessageContaining("found ");
  }

  @Test
  void aMissingFileIsFound() throws IOException {
    artifacts.write(target, WhenExists.REFUSE, DRAFT, body("one"));
    Files.delete(directory.resolve("notes/inner/text.txt"));

    assertThatThrownBy(() -> artifacts.verify(target, KIND, 2))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("inner/text.txt")
        .hasMessageContaining("found no such file");
  }

  @Test
  void aNamelessDraftIsRefused() {
    assertThatThrownBy(() -> new Draft(" ", 0, Map.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind ' ' and format version 0");
  }

  private Body body(String text) {
    return temporary -> {
      put(temporary, text);
      return new Contents("", Map.of("items", 1L));
    };
  }

  private void put(Path temporary, String text) throws IOException {
    Path file = new Path(temporary, "inner/text.txt");
    try (var output = file.getFileSystem(hadoop).create(file)) {
      output.writeBytes(text);
    }
  }

  private String text() throws IOException {
    return Files.readString(directory.resolve("notes/inner/text.txt"));
  }

  private List<String> names() {
    try (Stream<java.nio.file.Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
