/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;

/**
 * The environment variables by which oneDNN and OpenBLAS choose their kernels in place of what the
 * processor suggests. Other kernels add in another order. So executors get those that this process
 * has: a run then gives the same bits on a cluster as here. Stateless and thread-safe.
 */
public final class KernelChoice {

  /** Names of the variables. */
  public static final List<String> NAMES =
      List.of("DNNL_MAX_CPU_ISA", "ONEDNN_MAX_CPU_ISA", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

  private KernelChoice() {}

  /**
   * Gives the variables of an environment to executors. What the configuration says of them stays.
   */
  static void forward(Map<String, String> environment, SparkConf conf) {
    for (String name : NAMES) {
      String value = environment.get(name);
      if (value != null) {
        conf.setIfMissing("spark.executorEnv." + name, value);
      }
    }
  }
}
