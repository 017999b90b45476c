/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.anchorage.core.config.SparkSettings;
import org.anchorage.driver.session.Sparks;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Starts Spark, has every executor report, and stops Spark.
 *
 * @param settings master and properties
 * @param engine name of the engine whose library the executors report
 */
record SparkProbe(SparkSettings settings, String engine) implements Callable<ClusterReport> {

  /** Most jobs to run: an executor that starts slowly may miss the first. */
  private static final int JOBS = 3;

  @Override
  public ClusterReport call() {
    long began = System.nanoTime();
    String named = engine;
    try (SparkSession session = Sparks.open(settings, "anchorage doctor")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      Map<String, JvmReport> answered = new TreeMap<>();
      int executors = 1;
      for (int job = 0; job < JOBS && (job == 0 || answered.size() < executors); job++) {
        List<Integer> tasks = Collections.nCopies(2 * spark.defaultParallelism(), 0);
        for (JvmReport one :
            spark.parallelize(tasks, tasks.size()).map(i -> here(named)).collect()) {
          answered.put(one.executor(), one);
        }
        executors = executors(spark);
      }
      return new ClusterReport(
          executors,
          spark.defaultParallelism(),
          List.copyOf(answered.values()),
          (System.nanoTime() - began) / 1e9);
    }
  }

  private static JvmReport here(String engine) {
    SparkEnv env = SparkEnv.get();
    return JvmReport.here(env.executorId(), env.blockManager().blockManagerId().host(), engine);
  }

  /**
   * Returns the number of executors. Spark lists the driver too; in local mode it is the only one.
   */
  private static int executors(JavaSparkContext spark) {
    return (int)
        Math.max(1, Arrays.stream(spark.sc().statusTracker().getExecutorInfos()).count() - 1);
  }
}
