/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** The one Spark of all tests in this process; it ends with the process. */
public final class LocalSpark {

  private LocalSpark() {}

  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }

  /**
   * Waits until no task runs. Tasks of a job that was cancelled go on for a moment, and write into
   * directories that a test removes when it ends.
   */
  public static void awaitIdle() throws InterruptedException, TimeoutException {
    SparkContext spark = session().sparkContext();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      spark.listenerBus().waitUntilEmpty();
      if (Arrays.stream(spark.statusTracker().getExecutorInfos())
          .allMatch(executor -> executor.numRunningTasks() == 0)) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("A task runs a minute after its test has ended");
      }
      Thread.sleep(10);
    }
  }
}
