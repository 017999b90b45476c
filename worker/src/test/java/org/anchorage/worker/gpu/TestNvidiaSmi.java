/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TestNvidiaSmi {

  @TempDir private Path directory;

  @Test
  void aLineIsACard() throws IOException {
    assertThat(
            NvidiaSmi.parse(
                """
                0, NVIDIA A10G, 8.6, 535.54.03
                1, Quadro, with a comma, [N/A], 450.80.02
                """))
        .containsExactly(
            new Gpu("0", "NVIDIA A10G", Optional.of(new Capability(8, 6)), "535.54.03"),
            new Gpu("1", "Quadro, with a comma", Optional.empty(), "450.80.02"));
    assertThat(NvidiaSmi.parse("")).isEmpty();
  }

  @Test
  void otherWordsAreNoCard() {
    assertThatThrownBy(() -> NvidiaSmi.parse("No devices were found"))
        .isInstanceOf(IOException.class)
        .hasMessage("nvidia-smi printed 'No devices were found', which is not a card");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theProgramIsAskedWithoutAHeader() throws IOException {
    Path program =
        program("[ \"$2\" = --format=csv,noheader ] && echo '2, Tesla T4, 7.5, 470.1' || exit 9");

    assertThat(new NvidiaSmi(program.toString()).gpus())
        .containsExactly(new Gpu("2", "Tesla T4", Optional.of(new Capability(7, 5)), "470.1"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFailureSaysWhatTheProgramSaid() throws IOException {
    Path program =
        program("echo 'NVIDIA-SMI has failed because it could not reach the driver.'; exit 9");

    assertThatThrownBy(() -> new NvidiaSmi(program.toString()).gpus())
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "smi ended with 9: NVIDIA-SMI has failed because it could not reach the driver.");
    assertThatThrownBy(() -> new NvidiaSmi(directory.resolve("none").toString()).gpus())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
  }

  private Path program(String line) throws IOException {
    Path program = Files.writeString(directory.resolve("smi"), "#!/bin/sh\n" + line + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }
}
