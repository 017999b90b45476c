/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.BroadcastBlockId;

/**
 * Names what executors keep, after the broadcast that it is made from. Spark numbers the broadcasts
 * of an application, so no two keys of an application are equal.
 *
 * @param application Spark's id of the application: a JVM may see several, one after another
 * @param broadcast number of the broadcast in the application
 */
public record BroadcastKey(String application, long broadcast) implements Serializable {

  /** Returns the key of a broadcast. */
  public static BroadcastKey of(JavaSparkContext spark, Broadcast<?> broadcast) {
    return new BroadcastKey(spark.sc().applicationId(), broadcast.id());
  }

  /**
   * Returns whether the broadcast is still there, in a JVM that has read its value. Spark removes a
   * destroyed broadcast from every executor soon after, whether or not its cores are busy.
   */
  boolean isAlive() {
    SparkEnv spark = SparkEnv.get();
    // Not getStatus: it asks for the block's size, and fails if the block is removed meanwhile.
    return spark != null
        && application.equals(spark.conf().get("spark.app.id", ""))
        && spark
            .blockManager()
            .blockInfoManager()
            .get(new BroadcastBlockId(broadcast, ""))
            .isDefined();
  }

  @Override
  public String toString() {
    return application + "/" + broadcast;
  }
}
