/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What executors are told of the kernels that native libraries use. */
class TestKernelChoice {

  private static final String CORE = "spark.executorEnv.OPENBLAS_CORETYPE";

  private final SparkConf conf = new SparkConf(false);

  @Test
  void executorsUseTheKernelsOfThisProcess() {
    KernelChoice.forward(
        Map.of("OPENBLAS_CORETYPE", "Haswell", "DNNL_MAX_CPU_ISA", "AVX2", "HOME", "/home/ada"),
        conf);
    assertThat(conf.getExecutorEnv().mkString(" "))
        .contains("(OPENBLAS_CORETYPE,Haswell)", "(DNNL_MAX_CPU_ISA,AVX2)")
        .doesNotContain("HOME");
  }

  @Test
  void whatTheConfigurationSaysStays() {
    conf.set(CORE, "Zen");
    KernelChoice.forward(Map.of("OPENBLAS_CORETYPE", "Haswell"), conf);
    assertThat(conf.get(CORE)).isEqualTo("Zen");
  }

  @Test
  void theProcessorChoosesWhereNothingIsSaid() {
    KernelChoice.forward(Map.of(), conf);
    assertThat(conf.getExecutorEnv().isEmpty()).isTrue();
  }
}
