/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import org.apache.hadoop.conf.Configuration;

/** Hadoop without Spark, for commands that need no Spark: its classes take time to load. */
public final class Hadoop {

  /** Begins the names of Hadoop's properties among those of Spark. */
  private static final String PREFIX = "spark.hadoop.";

  private Hadoop() {}

  /**
   * Returns the configuration of filesystems: Hadoop's own from the class path, and the {@code
   * spark.hadoop.} properties that spark-submit has set.
   */
  public static Configuration configuration() {
    Configuration hadoop = new Configuration();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        hadoop.set(name.substring(PREFIX.length()), System.getProperty(name));
      }
    }
    return hadoop;
  }
}
