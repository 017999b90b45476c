/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.Redaction;
import org.anchorage.core.config.value.TypedValues;

/**
 * Where to run, and how much memory a process may use there. Immutable.
 *
 * @param master Spark master when not started by spark-submit; default {@code local[*]}
 * @param properties further Spark properties
 * @param memory of a process
 */
public record SparkSettings(String master, Map<String, String> properties, MemorySettings memory)
    implements Serializable {

  public static final Key MASTER = Key.mayChange("spark.master");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(MASTER);

  public SparkSettings {
    properties = Map.copyOf(properties);
  }

  static SparkSettings read(TypedValues value, Map<String, String> properties) {
    return new SparkSettings(value.text(MASTER), properties, MemorySettings.read(value));
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
