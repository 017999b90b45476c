/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import org.anchorage.core.config.value.ConfigurationException;
import org.apache.spark.SparkConf;

/**
 * Checks how Spark is asked for GPUs: one per executor, and one task at a time on it, because a
 * worker's network lives on one card. Stateless.
 */
final class GpuScheduling {

  /** Name of a GPU in Spark and its discovery scripts. */
  static final String RESOURCE = "gpu";

  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";
  private static final String DRIVER = "spark.driver.resource.gpu.amount";
  private static final String SCRIPT = "spark.executor.resource.gpu.discoveryScript";

  private GpuScheduling() {}

  /**
   * Adds the plugin that restricts each JVM to its own GPU, if GPUs are asked for.
   *
   * @throws ConfigurationException if the settings ask for more or less than one GPU per executor
   *     and per task, or no script tells Spark the GPUs' addresses
   */
  static void prepare(SparkConf conf) {
    boolean executors = conf.contains(EXECUTOR);
    if (conf.contains(TASK) && !executors) {
      throw new ConfigurationException(
          TASK, conf.get(TASK), "executors have no GPU; set " + EXECUTOR + " = 1 too");
    }
    if (executors) {
      requireOne(conf, EXECUTOR, "a worker computes on one card; ask for more executors instead");
      requireOne(conf, TASK, "one training task at a time computes on a card; set it to 1");
      if (!conf.get("spark.master", "").startsWith("local") && !conf.contains(SCRIPT)) {
        throw new ConfigurationException(
            SCRIPT,
            "",
            "Spark must learn which card an executor has; give it deploy/gpu-discovery");
      }
    }
    if (executors || conf.contains(DRIVER)) {
      Plugins.add(conf, GpuPlugin.class);
    }
  }

  private static void requireOne(SparkConf conf, String key, String remedy) {
    String amount = conf.get(key, "");
    if (!amount.strip().matches("1(\\.0+)?")) {
      throw new ConfigurationException(key, amount, remedy);
    }
  }
}
