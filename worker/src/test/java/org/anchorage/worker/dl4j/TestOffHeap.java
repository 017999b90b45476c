/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.core.config.MemorySettings;
import org.junit.jupiter.api.Test;

class TestOffHeap {

  @Test
  void whatFitsIsTaken() {
    assertThatCode(() -> OffHeap.require(new MemorySettings(0, 0))).doesNotThrowAnyException();
    assertThatCode(() -> OffHeap.require(2000, 2000, 1000, 3000)).doesNotThrowAnyException();
    assertThatCode(() -> OffHeap.require(2000, 0, 1000, 0)).doesNotThrowAnyException();
  }

  @Test
  void aLimitThatIsTooLowIsToldWithTheRemedy() {
    assertThatThrownBy(() -> OffHeap.require(2000, 1999, 1000, 64000))
        .hasMessage(
            "This process lets ND4J have 1999 MB, but memory.off-heap-mb asks for 2000; start it"
                + " with -Dorg.bytedeco.javacpp.maxbytes=2000m (executors: in"
                + " spark.executor.extraJavaOptions, or leave that to this program)");
  }

  @Test
  void soIsAMachineThatIsTooSmall() {
    assertThatThrownBy(() -> OffHeap.require(2000, 2000, 1001, 3000))
        .hasMessageStartingWith(
            "A heap of 1001 MB and memory.off-heap-mb = 2000 do not fit into the 3000 MB");
  }
}
