/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBackend {

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

    assertThat(Backend.library(maps)).isEqualTo("/cache/linux-x86_64-onednn-avx2/libnd4jcpu.so");
  }

  @Test
  void isUnknownWithoutMaps() {
    assertThat(Backend.library(dir.resolve("none"))).isEqualTo("unknown");
  }

  @Test
  void refusesSlowLibraryOnX86Only() {
    String slow = "/cache/linux-x86_64-avx2/libnd4jcpu.so";

    assertThatThrownBy(() -> Backend.requireFast(slow, "amd64"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(slow)
        .hasMessageContaining("linux-x86_64-onednn-avx2");
    assertThatCode(() -> Backend.requireFast(slow, "aarch64")).doesNotThrowAnyException();
    assertThatCode(() -> Backend.requireFast("unknown", "amd64")).doesNotThrowAnyException();
    assertThatCode(() -> Backend.requireFast("/x/linux-x86_64-onednn/libnd4jcpu.so", "x86_64"))
        .doesNotThrowAnyException();
  }

  @Test
  void thisBuildIsFast() {
    assertThatCode(Backend::requireFast).doesNotThrowAnyException();
  }
}
