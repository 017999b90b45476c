/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.core.config.value.ConfigurationException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestGpuScheduling {

  private static SparkConf conf(String... words) {
    SparkConf conf = new SparkConf(false).set("spark.master", "yarn");
    for (String word : words) {
      conf.set(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    return conf;
  }

  private static SparkConf prepared(String... words) {
    SparkConf conf = conf(words);
    GpuScheduling.prepare(conf);
    return conf;
  }

  @Test
  void nothingHappensWithoutGpus() {
    assertThat(prepared().contains("spark.plugins")).isFalse();
  }

  @Test
  void thePluginIsAddedBesideOthersAndOnce() {
    String[] gpu = {
      "spark.executor.resource.gpu.amount=1",
      "spark.task.resource.gpu.amount=1.0",
      "spark.executor.resource.gpu.discoveryScript=./gpu-discovery",
      "spark.plugins=com.example.Other"
    };

    SparkConf conf = prepared(gpu);
    GpuScheduling.prepare(conf);

    assertThat(conf.get("spark.plugins"))
        .isEqualTo("com.example.Other,org.anchorage.driver.session.GpuPlugin");
    assertThat(prepared("spark.driver.resource.gpu.amount=1").get("spark.plugins"))
        .isEqualTo(GpuPlugin.class.getName());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 1   | d | Cannot use spark.executor.resource.gpu.amount = 2: a worker computes on one",
        "1 | 0.5 | d | Cannot use spark.task.resource.gpu.amount = 0.5: one training task",
        "1 |     | d | Cannot use spark.task.resource.gpu.amount = : one training task",
        "  | 1   | d | Cannot use spark.task.resource.gpu.amount = 1: executors have no GPU",
        "1 | 1   |   | give it deploy/gpu-discovery",
      })
  void otherSharesAreRefused(String executor, String task, String script, String message) {
    SparkConf conf = conf();
    if (executor != null) {
      conf.set("spark.executor.resource.gpu.amount", executor);
    }
    if (task != null) {
      conf.set("spark.task.resource.gpu.amount", task);
    }
    if (script != null) {
      conf.set("spark.executor.resource.gpu.discoveryScript", script);
    }
    assertThatThrownBy(() -> GpuScheduling.prepare(conf))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
