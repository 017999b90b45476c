/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.Map;
import org.anchorage.core.config.value.Redaction;

/**
 * Where to run, and what a process may take there. Immutable.
 *
 * @param master Spark master when not started by spark-submit; default {@code local[*]}
 * @param properties further Spark properties
 * @param memory of a process
 */
public record SparkSettings(String master, Map<String, String> properties, MemorySettings memory)
    implements Serializable {

  public SparkSettings {
    properties = Map.copyOf(properties);
  }

  @Override
  public String toString() {
    return "SparkSettings[master="
        + master
        + ", properties="
        + Redaction.of(properties)
        + ", memory="
        + memory
        + "]";
  }
}
