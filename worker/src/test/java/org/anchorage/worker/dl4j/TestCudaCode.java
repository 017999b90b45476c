/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.anchorage.worker.gpu.Gpu;
import org.anchorage.worker.gpu.NvidiaSmi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCudaCode {

  @ParameterizedTest
  @CsvSource({
    "Tesla K40,   3.5, false",
    "Tesla K80,   3.7, true",
    "GTX 980,     5.2, true",
    "Tesla P100,  6.0, true",
    "Titan V,     7.0, true",
    "Tesla T4,    7.5, true",
    "A100,        8.0, true",
    "A10,         8.6, true",
    "L4,          8.9, true",
    "H100,        9.0, false",
    "B200,       10.0, false",
    "RTX 5090,   12.0, false",
  })
  void codeRunsOnItsMajorCapabilityFromItsMinorOn(String name, String capability, boolean runs)
      throws IOException {
    List<Gpu> gpus = NvidiaSmi.parse("0, " + name + ", " + capability + ", 1");

    assertThat(CudaCode.complaint(gpus.get(0)).isEmpty()).isEqualTo(runs);
  }

  @Test
  void aRefusalNamesWhatWasFoundAndWhatIsSupported() throws IOException {
    List<Gpu> gpus =
        NvidiaSmi.parse("0, NVIDIA A100, 8.0, 550.1\n1, NVIDIA H100 80GB HBM3, 9.0, 550.1");

    assertThatThrownBy(() -> CudaCode.requireCovered(gpus))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "GPU 1 (NVIDIA H100 80GB HBM3, compute capability 9.0) cannot be used: ND4J's CUDA"
                + " binary has code for compute capability 3.7, 5.0, 5.2, 6.0, 6.1, 7.0, 7.5, 8.0,"
                + " 8.6 (and later ones of the same major number, such as 8.9) and none that newer"
                + " cards could compile; use such a card, or a build without -Pcuda, which computes"
                + " on the CPU");
  }

  @Test
  void aCardThatDoesNotSayIsTried() throws IOException {
    List<Gpu> gpus = NvidiaSmi.parse("0, Tesla V100, [N/A], 418.1");

    assertThatCode(() -> CudaCode.requireCovered(gpus)).doesNotThrowAnyException();
  }
}
