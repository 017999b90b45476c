/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anchorage.core.config.loss.LossName;
import org.anchorage.core.config.value.Key;

/**
 * Every key of {@code conf/defaults.conf}, as the sections declare them. Spark's own properties
 * under {@code spark.conf} are free and have no keys. Stateless.
 */
public final class SettingKeys {

  private static final List<Key> ALL =
      Stream.of(
              Settings.KEYS,
              TrainSettings.KEYS,
              RoundSettings.KEYS,
              OuterSettings.KEYS,
              ImageSettings.KEYS,
              AugmentSettings.KEYS,
              EncoderSettings.KEYS,
              FineTuneSettings.KEYS,
              LossName.keys(),
              BatchSettings.KEYS,
              OptimiserSettings.KEYS,
              MineSettings.KEYS,
              EvaluateSettings.KEYS,
              VectorSettings.KEYS,
              IndexSettings.KEYS,
              ImportSettings.KEYS,
              ServeSettings.KEYS,
              MemorySettings.KEYS,
              SparkSettings.KEYS)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Key> BY_PATH =
      ALL.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Key::path, Function.identity(), (first, second) -> first));

  private SettingKeys() {}

  /** Returns every key, section by section. */
  public static List<Key> all() {
    return ALL;
  }

  /** Returns the key of a path, or nothing if none is declared. */
  public static Optional<Key> of(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }
}
