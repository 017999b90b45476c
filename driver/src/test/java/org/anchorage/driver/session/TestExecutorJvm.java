/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestExecutorJvm {

  private static final String OPTIONS = "spark.executor.extraJavaOptions";
  private static final String ARENAS = "spark.executorEnv.MALLOC_ARENA_MAX";

  private static SparkConf prepared(String master, String... keysAndValues) {
    SparkConf conf = new SparkConf(false).setMaster(master);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    ExecutorJvm.prepare(conf);
    return conf;
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "k8s://https://host:6443", "local-cluster[2,1,1024]"})
  void anExecutorOfOneCoreCollectsOnItsOwnThread(String master) {
    SparkConf conf = prepared(master, OPTIONS, "-Da=b");
    assertThat(conf.get(OPTIONS))
        .isEqualTo(
            "-Da=b -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions"
                + " -XX:TrimNativeHeapInterval=10000");
    assertThat(conf.get(ARENAS)).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"yarn, 4", "spark://host:7077, 2", "'local-cluster[2,8,1024]', 8"})
  void oneOfManyIsLeftItsCollector(String master, String cores) {
    SparkConf conf = prepared(master, "spark.executor.cores", cores);
    assertThat(conf.get(OPTIONS)).doesNotContain("GC").contains("TrimNativeHeapInterval");
    assertThat(conf.contains(ARENAS)).isFalse();
  }

  @Test
  void ofHowManyAStandaloneExecutorIsNobodySays() {
    assertThat(prepared("spark://host:7077").get(OPTIONS)).doesNotContain("GC");
    assertThat(prepared("spark://host:7077", "spark.executor.cores", "1").get(OPTIONS))
        .contains("UseSerialGC");
  }

  @Test
  void whatIsSetStays() {
    String options = "-XX:+UseG1GC -XX:TrimNativeHeapInterval=500";
    SparkConf conf = prepared("yarn", OPTIONS, options, ARENAS, "4");
    assertThat(conf.get(OPTIONS)).isEqualTo(options);
    assertThat(conf.get(ARENAS)).isEqualTo("4");
  }

  @Test
  void thisProcessIsAsItWasStarted() {
    assertThat(prepared("local[2]").contains(OPTIONS)).isFalse();
  }
}
