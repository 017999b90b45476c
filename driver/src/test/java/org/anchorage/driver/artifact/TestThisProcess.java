/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestThisProcess {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path directory;

  private static Build build(String properties) throws IOException {
    return Build.of(new ByteArrayInputStream(properties.getBytes(StandardCharsets.UTF_8)));
  }

  /** Maven has written the file before any test runs. */
  @Test
  void theBuildIsKnown() {
    assertThat(Build.current().version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
    assertThat(Build.current().commit()).matches("([0-9a-f]{40}(-dirty)?)?");
  }

  @Test
  void aBuildIsWrittenWithTheCommitWhereThatIsKnown() throws IOException {
    assertThat(build("version=0.2.0\ncommit=" + COMMIT + "\n").written())
        .isEqualTo("0.2.0 (commit 0123456789ab)");
    assertThat(build("version=0.2.0\ncommit=" + COMMIT + "-dirty\n").written())
        .isEqualTo("0.2.0 (commit 0123456789ab-dirty)");
    // A source archive has no history.
    assertThat(build("version=0.2.0\ncommit=unknown\n")).isEqualTo(new Build("0.2.0", ""));
    assertThat(build("version=0.2.0\ncommit=unknown\n").written()).isEqualTo("0.2.0");
    // Classes that Maven did not compile.
    assertThat(Build.of(null)).isEqualTo(new Build("development", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "flags : fpu sse2 avx avx2 avx512f, avx512",
    "flags : fpu sse2 avx avx2, avx2",
    "flags : fpu sse2 avx, avx",
    "flags : fpu sse2, sse2",
    "Features : fp asimd sve, sve",
    "Features : fp asimd, neon",
    "bogomips : 50, ''",
  })
  void theFirstProcessorIsRead(String line, String level) throws IOException {
    Path cpuinfo =
        Files.writeString(
            directory.resolve("cpuinfo"),
            "cpu family\t: 25\nmodel\t\t: 17\nmodel name\t: Abacus 9\n"
                + line
                + "\n\nmodel name\t: another\nflags\t: avx512f\n");

    assertThat(Processor.of(cpuinfo))
        .isEqualTo(new Processor("Abacus 9, family 25, model 17", level));
    assertThat(Processor.of(directory.resolve("none"))).isEqualTo(new Processor("", ""));
  }

  @Test
  void theLibraryIsNamedWithoutItsPlaceOnTheMachine() {
    Manifest.Provenance provenance =
        ThisProcess.provenance(
            new Build("0.2.0", COMMIT),
            new Processor("Abacus 9", "avx2"),
            Map.of("nd4j", "/home/ada/.javacpp/x.jar/linux-x86_64-onednn-avx2/libnd4jcpu.so"));

    assertThat(provenance.library()).isEqualTo("linux-x86_64-onednn-avx2/libnd4jcpu.so");
    assertThat(provenance.backend()).isEqualTo("nd4j");
    assertThat(provenance.commit()).isEqualTo(COMMIT);
    assertThat(provenance.processor()).isEqualTo("Abacus 9");
    assertThat(provenance.vectorLevel()).isEqualTo("avx2");
  }

  @Test
  void whereNothingWasLoadedNoBackendIsNamed() {
    Manifest.Provenance provenance =
        ThisProcess.provenance(new Build("0.2.0", ""), new Processor("", ""), Map.of());

    assertThat(provenance.backend()).isEmpty();
    assertThat(provenance.library()).isEmpty();
  }
}
