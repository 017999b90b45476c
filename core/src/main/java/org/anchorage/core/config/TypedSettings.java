/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.util.Map;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/** Builds the typed view of settings from their values. Immutable and thread-safe. */
final class TypedSettings {

  private final TypedValues value;
  private final Map<String, String> sparkProperties;

  /**
   * Takes the values by key.
   *
   * @param sparkProperties Spark's own, which have no types here
   */
  TypedSettings(TypedValues value, Map<String, String> sparkProperties) {
    this.value = value;
    this.sparkProperties = sparkProperties;
  }

  /**
   * Returns the view.
   *
   * @throws ConfigurationException if a value is of the wrong type or out of range, or two settings
   *     cannot go together
   */
  Settings settings() {
    return new Settings(
        value.wholeLong(Settings.SEED),
        value.text(Settings.CORPUS),
        value.text(Settings.RUN),
        TrainSettings.read(value),
        RoundSettings.read(value),
        ImageSettings.read(value),
        AugmentSettings.read(value),
        EncoderSettings.read(value),
        FineTuneSettings.read(value),
        LossSettings.read(value),
        BatchSettings.read(value),
        OptimiserSettings.read(value),
        MineSettings.read(value),
        EvaluateSettings.read(value),
        VectorSettings.read(value),
        IndexSettings.read(value),
        ImportSettings.read(value),
        ServeSettings.read(value),
        SparkSettings.read(value, sparkProperties));
  }
}
