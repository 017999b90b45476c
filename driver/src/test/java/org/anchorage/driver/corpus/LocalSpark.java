/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

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
}
