/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestPeakMemory {

  @Test
  void linuxTellsItInKilobytes() {
    assertThat(PeakMemory.of(List.of("VmPeak:\t 9999999 kB", "VmHWM:\t  2097152 kB", "Threads: 1")))
        .isEqualTo(2048);
    assertThat(PeakMemory.of(List.of("Threads: 1"))).isZero();
  }
}
