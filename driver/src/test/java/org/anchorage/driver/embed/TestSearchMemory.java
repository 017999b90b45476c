/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.config.MineSettings;
import org.anchorage.driver.corpus.LocalSpark;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class TestSearchMemory {

  private static SearchMemory of(int mb) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
    return SearchMemory.of(spark, MineSettings.MEMORY_MB, mb);
  }

  @Test
  void takesWhatTheSettingAllows() {
    assertThat(of(16).mb()).isEqualTo(16);
    assertThat(of(16).taskBytes()).isEqualTo((16L << 20) / of(16).slots());
    assertThat(of(16).taskHeapBytes()).isEqualTo(of(16).taskBytes() / 2);
  }

  @Test
  void takesNoMoreThanTheHeapHolds() {
    long heapMb = Runtime.getRuntime().maxMemory() >> 20;
    assertThat((long) of(Integer.MAX_VALUE).mb()).isEqualTo((long) (0.3 * heapMb));
  }
}
