/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.worker.gpu.NvidiaSmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TestNd4jBackend {

  @TempDir private Path dir;

  @Test
  void findsLibraryAmongMaps() throws IOException {
    Path maps = dir.resolve("maps");
    Files.writeString(
        maps,
        """
        7f00-7f01 r-xp 00000000 08:01 11 /usr/lib/libc.so.6
        7f02-7f03 r-xp 00000000 08:01 12 /cache/linux-x86_64-onednn-avx2/libnd4jcpu.so
        """);

    assertThat(Nd4jBackend.library(maps))
        .isEqualTo("/cache/linux-x86_64-onednn-avx2/libnd4jcpu.so");
  }

  @Test
  void aLibraryForGpusIsFoundAndIsNotSlow() throws IOException {
    Path maps = dir.resolve("maps");
    Files.writeString(
        maps, "7f02-7f03 r-xp 00000000 08:01 12 /cache/linux-x86_64/libnd4jcuda.so\n");

    assertThat(Nd4jBackend.library(maps)).isEqualTo("/cache/linux-x86_64/libnd4jcuda.so");
    assertThatCode(() -> Nd4jBackend.requireFast(Nd4jBackend.library(maps), "amd64"))
        .doesNotThrowAnyException();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void refusesACardWithoutCodeBeforeLoading() throws IOException {
    Path smi =
        Files.writeString(
            dir.resolve("smi"), "#!/bin/sh\necho '0, T4, 7.5, 1'; echo '1, H100, 9.0, 1'\n");
    assertThat(smi.toFile().setExecutable(true)).isTrue();

    for (String visible : List.of("", "1", "0,1", "GPU-8932f937")) {
      assertThatThrownBy(() -> Nd4jBackend.requireCovered(new NvidiaSmi(smi.toString()), visible))
          .as(visible)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("GPU 1 (H100, compute capability 9.0) cannot be used");
    }
    assertThatCode(() -> Nd4jBackend.requireCovered(new NvidiaSmi(smi.toString()), "0"))
        .doesNotThrowAnyException();
  }

  @Test
  void triesWhereNothingIsKnownOfCards() {
    NvidiaSmi none = new NvidiaSmi(dir.resolve("none").toString());

    assertThatCode(() -> Nd4jBackend.requireCovered(none, "")).doesNotThrowAnyException();
  }

  @Test
  void isUnknownWithoutMaps() {
    assertThat(Nd4jBackend.library(dir.resolve("none"))).isEqualTo("unknown");
  }

  @Test
  void refusesSlowLibraryOnX86Only() {
    String slow = "/cache/linux-x86_64-avx2/libnd4jcpu.so";

    assertThatThrownBy(() -> Nd4jBackend.requireFast(slow, "amd64"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(slow)
        .hasMessageContaining("linux-x86_64-onednn-avx2");
    assertThatCode(() -> Nd4jBackend.requireFast(slow, "aarch64")).doesNotThrowAnyException();
    assertThatCode(() -> Nd4jBackend.requireFast("unknown", "amd64")).doesNotThrowAnyException();
    assertThatCode(() -> Nd4jBackend.requireFast("/x/linux-x86_64-onednn/libnd4jcpu.so", "x86_64"))
        .doesNotThrowAnyException();
  }

  @Test
  void thisBuildIsFast() {
    assertThatCode(new Nd4jBackend()::requireFast).doesNotThrowAnyException();
  }
}
