/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/**
 * The settings of a run, typed and as they were written. Made by {@link SettingsReader#read}, and
 * checked as a whole: every instance can be used.
 *
 * <p>Immutable and thread-safe.
 */
public final class RunSettings {

  /** Section of Spark's own properties: free keys, and values that may be secret. */
  static final String SPARK_PROPERTIES = "spark.conf";

  private final Config config;
  private final Settings typed;
  private final Map<String, String> written;

  /**
   * Checks the values of a configuration.
   *
   * @throws ConfigurationException if a value is of the wrong type or out of range, or two settings
   *     cannot go together
   */
  RunSettings(Config config) {
    this.config = config;
    this.typed = new TypedSettings(new TypedValues(config), sparkProperties(config)).settings();
    this.written = Collections.unmodifiableMap(flat(config));
  }

  /** Returns the settings as the program uses them. */
  public Settings typed() {
    return typed;
  }

  /**
   * Returns every setting as text, by key, ascending; manifests record them. Spark's own properties
   * are left out: they may hold secrets, and tell nothing about a result.
   */
  public Map<String, String> written() {
    return written;
  }

  /**
   * Returns every setting but Spark's own properties as HOCON that {@link
   * SettingsReader#with(String, String)} reads back.
   */
  public String render() {
    return config
        .withoutPath(SPARK_PROPERTIES)
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  /**
   * Returns these settings with {@code key=value} words over them, checked.
   *
   * @throws ConfigurationException as {@link SettingsReader#with(List)} and {@link
   *     SettingsReader#read}
   */
  public RunSettings with(List<String> words) {
    return SettingsReader.over(this).with(words).read();
  }

  /** Returns the values; a reader puts others over them. */
  Config config() {
    return config;
  }

  private static Map<String, String> flat(Config config) {
    Map<String, String> flat = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.withoutPath(SPARK_PROPERTIES).entrySet()) {
      flat.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped()));
    }
    return flat;
  }

  private static Map<String, String> sparkProperties(Config config) {
    Map<String, String> properties = new HashMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.getConfig(SPARK_PROPERTIES).entrySet()) {
      String key = entry.getKey().replace("\"", "");
      properties.put(key, String.valueOf(entry.getValue().unwrapped()));
    }
    return properties;
  }
}
