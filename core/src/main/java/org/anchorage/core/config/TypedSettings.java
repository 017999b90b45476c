/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.loss.ClassVectorLossReader;
import org.anchorage.core.config.loss.CombinedLossReader;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.loss.SimilarityLossReader;
import org.anchorage.core.config.loss.TupleLossReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/** Puts the typed view of settings together from their values. Immutable and thread-safe. */
final class TypedSettings {

  private final TypedValues value;
  private final Map<String, String> sparkProperties;

  /**
   * Of values by key.
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
        loss(),
        BatchSettings.read(value),
        OptimiserSettings.read(value),
        MineSettings.read(value),
        EvaluateSettings.read(value),
        ImportSettings.read(value),
        SparkSettings.read(value, sparkProperties));
  }

  private LossSettings loss() {
    return new CombinedLossReader(value, this::loss).read(value.text("loss.name"));
  }

  private LossSettings loss(String key, String name) {
    return switch (name) {
      case "triplet", "contrastive", "margin" -> new TupleLossReader(value).read(name);
      case "n-pairs" ->
          new LossSettings.NPairs(
              value.number("loss.n-pairs.l2"),
              value.choice("loss.n-pairs.repeats", LossSettings.NPairs.Repeats.class),
              value.choice("loss.n-pairs.anchor", LossSettings.NPairs.Anchor.class),
              value.choice("loss.n-pairs.negatives", LossSettings.NPairs.Negatives.class));
      case "proxy-nca", "proxy-anchor", "softmax", "normalised-softmax" ->
          new ClassVectorLossReader(value).read(name);
      default ->
          new SimilarityLossReader(value).read(name).orElseThrow(() -> unknownLoss(key, name));
    };
  }

  private static ConfigurationException unknownLoss(String key, String name) {
    List<String> names = new ArrayList<>(List.of("triplet", "contrastive", "margin", "n-pairs"));
    names.addAll(SimilarityLossReader.NAMES);
    names.addAll(List.of("proxy-nca", "proxy-anchor", "softmax", "normalised-softmax"));
    if (key.equals("loss.name")) {
      names.add("weighted");
    }
    return new ConfigurationException(key, name, "use one of " + names);
  }
}
