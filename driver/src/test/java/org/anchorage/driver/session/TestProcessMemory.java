/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class TestProcessMemory {

  private static final MemorySettings DEFAULT = new MemorySettings(0, 0);

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master).set("spark.executor.memory", "4g");
  }

  private static SparkConf limited(SparkConf conf, MemorySettings settings) {
    Sparks.limitMemory(conf, settings);
    return conf;
  }

  @Test
  void theOverheadAndBothLimitsFollowFromOneSetting() {
    ProcessMemory memory = ProcessMemory.of(new MemorySettings(3000, 0), 8192, 0);
    assertThat(memory).isEqualTo(new ProcessMemory(8192, 3000, 3819));
    assertThat(memory.properties())
        .containsEntry("org.bytedeco.javacpp.maxbytes", "3145728000")
        .containsEntry("org.bytedeco.javacpp.maxphysicalbytes", String.valueOf(12011L << 20));
  }

  @Test
  void withoutOneNd4jHasWhatAnOverheadLeavesOrAsMuchAsTheHeap() {
    assertThat(ProcessMemory.of(DEFAULT, 1024, 2048))
        .isEqualTo(new ProcessMemory(1024, 1664, 2048));
    assertThat(ProcessMemory.of(DEFAULT, 1024, 0)).isEqualTo(new ProcessMemory(1024, 1024, 1408));
  }

  @Test
  void anOverheadThatIsTooSmallIsRefused() {
    assertThatThrownBy(() -> ProcessMemory.of(new MemorySettings(3000, 0), 1024, 1024))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use memory.off-heap-mb = 3000: spark.executor.memoryOverhead = 1024 MB leaves"
                + " 640 MB for ND4J beside 384 MB for the JVM; leave the overhead out, or raise it to at"
                + " least 3384");
    assertThatThrownBy(() -> ProcessMemory.of(DEFAULT, 1024, 384))
        .hasMessageContaining("raise it to at least 512");
  }

  @Test
  void executorsOfAClusterAreStartedWithTheLimits() {
    SparkConf conf = limited(conf("yarn").set("spark.executor.extraJavaOptions", "-Da=b"), DEFAULT);
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("4505m");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .isEqualTo(
            "-Da=b -Dorg.bytedeco.javacpp.maxbytes=4294967296"
                + " -Dorg.bytedeco.javacpp.maxphysicalbytes="
                + ((4096L + 4505) << 20));
  }

  @Test
  void whoSetsTheLimitsHimselfIsLeftAlone() {
    String own = "-Dorg.bytedeco.javacpp.maxbytes=1g";
    SparkConf conf = limited(conf("yarn").set("spark.executor.extraJavaOptions", own), DEFAULT);
    assertThat(conf.get("spark.executor.extraJavaOptions")).isEqualTo(own);
    assertThat(conf.contains("spark.executor.memoryOverhead")).isFalse();
    assertThat(limited(conf("local[2]"), DEFAULT).contains("spark.executor.extraJavaOptions"))
        .isFalse();
  }
}
