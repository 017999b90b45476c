/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Settings as parameters of a stage: one for each key of {@code conf/defaults.conf}, named as the
 * key is, with its value as it is written there.
 */
final class SettingParams {

  private static final Map<String, String> DEFAULTS = SettingsReader.defaults().read().written();

  private final Params owner;
  private final Map<String, Param<String>> byKey = new LinkedHashMap<>();

  /**
   * Makes the parameters of a stage.
   *
   * @param keys which keys the stage knows
   */
  SettingParams(Params owner, Predicate<String> keys) {
    this.owner = owner;
    DEFAULTS.forEach(
        (key, value) -> {
          if (keys.test(key)) {
            String doc = "setting of conf/defaults.conf; default " + value;
            byKey.put(key, new Param<>(owner.uid(), key, doc));
          }
        });
  }

  /**
   * Returns the parameter of a key.
   *
   * @throws ConfigurationException if the stage knows no such key
   */
  Param<String> of(String key) {
    Param<String> found = byKey.get(key);
    if (found == null) {
      throw new ConfigurationException(
          key,
          "",
          owner.getClass().getSimpleName()
              + " has no such setting; conf/defaults.conf has all keys, and docs/spark-ml.md says"
              + " which a stage knows");
    }
    return found;
  }

  /** Returns all parameters, those of settings after the stage's own. */
  Param<?>[] after(Param<?>... own) {
    List<Param<?>> all = new ArrayList<>(List.of(own));
    all.addAll(byKey.values());
    return all.toArray(Param[]::new);
  }

  /**
   * Returns the settings: the defaults, with what was set of the stage over them.
   *
   * @param more {@code key=value} words over both
   * @throws ConfigurationException if a value is out of range, or two cannot go together
   */
  RunSettings read(String... more) {
    List<String> words = new ArrayList<>();
    byKey.forEach(
        (key, param) -> {
          if (owner.isSet(param)) {
            words.add(key + "=" + owner.getOrDefault(param));
          }
        });
    words.addAll(List.of(more));
    return SettingsReader.defaults().with(words).read();
  }
}
