/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Two executors in processes of their own, in place of the one Spark of this process. */
public final class LocalCluster {

  private LocalCluster() {}

  /** Starts it; the caller stops it. */
  public static SparkSession session() {
    return session(Map.of());
  }

  /** Starts it with further properties of Spark. */
  public static SparkSession session(Map<String, Object> properties) {
    try {
      // Where a cluster looks for Spark's jars; they are on the class path.
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalSpark.session().stop();
    SparkSession session =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("cluster")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
            .config("spark.executorEnv.OMP_NUM_THREADS", "1")
            .config("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", "false")
            // Tasks wait for both executors: a job may otherwise be over before the second is
            // there.
            .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
            .config("spark.sql.shuffle.partitions", "2")
            .config(properties)
            .getOrCreate();
    // The first job waits for both executors. What asks which there are does not.
    session.range(1).count();
    return session;
  }
}
