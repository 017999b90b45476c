/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.SparkPlugin;

/** The plugins that a Spark session is opened with, including those of the user. */
final class Plugins {

  private static final String KEY = "spark.plugins";

  private Plugins() {}

  /** Adds a plugin, unless it is set already. */
  static void add(SparkConf conf, Class<? extends SparkPlugin> plugin) {
    if (!contains(conf, plugin)) {
      String others = conf.get(KEY, "");
      conf.set(KEY, others.isBlank() ? plugin.getName() : others + "," + plugin.getName());
    }
  }

  /** Returns whether a plugin is set. */
  static boolean contains(SparkConf conf, Class<? extends SparkPlugin> plugin) {
    return List.of(conf.get(KEY, "").split("\\s*,\\s*")).contains(plugin.getName());
  }
}
