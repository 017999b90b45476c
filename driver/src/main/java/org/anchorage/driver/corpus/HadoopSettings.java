/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop's configuration in a form that a Spark closure can carry, because Hadoop's own class does
 * not serialise. Some tens of kilobytes; broadcast it where many tasks need it. Immutable.
 *
 * @param entries keys and values
 */
public record HadoopSettings(Map<String, String> entries) implements Serializable {

  public HadoopSettings {
    entries = Map.copyOf(entries);
  }

  /** Returns the settings in a configuration. */
  public static HadoopSettings of(Configuration hadoop) {
    Map<String, String> entries = new HashMap<>();
    for (Map.Entry<String, String> entry : hadoop) {
      entries.put(entry.getKey(), entry.getValue());
    }
    return new HadoopSettings(entries);
  }

  /** Returns the number of entries alone, because some are secrets. */
  @Override
  public String toString() {
    return "HadoopSettings[" + entries.size() + " entries]";
  }

  /** Returns a new configuration with exactly these settings. */
  public Configuration configuration() {
    Configuration hadoop = new Configuration(false);
    entries.forEach(hadoop::set);
    return hadoop;
  }
}
