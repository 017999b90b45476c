/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class TestVisibleGpu {

  @TempDir private Path directory;

  @Test
  void nativeCodeReadsTheAddress() throws IOException {
    Path maps = Files.writeString(directory.resolve("maps"), "7f00-7f01 r-xp /usr/lib/libc.so.6\n");
    VisibleGpu.restrictTo("3", maps);

    assertThat(VisibleGpu.current()).contains("3");
    assertThat(VisibleGpu.read("CUDA_DEVICE_ORDER")).contains("PCI_BUS_ID");
  }

  @Test
  void itIsTooLateOnceCudaRuns() throws IOException {
    Path maps =
        Files.writeString(directory.resolve("maps"), "7f00-7f01 r-xp /usr/lib/libcuda.so.1\n");

    assertThatThrownBy(() -> VisibleGpu.restrictTo("5", maps))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GPU 5 was assigned after CUDA had started")
        .hasMessageContaining("CUDA_VISIBLE_DEVICES");
    assertThat(VisibleGpu.current()).isNotEqualTo(java.util.Optional.of("5"));
  }
}
