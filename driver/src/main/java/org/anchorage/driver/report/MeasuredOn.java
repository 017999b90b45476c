/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.Key;

/**
 * What a run's own metrics were measured on while it was trained. Immutable.
 *
 * @param images fingerprint of the corpus, or its URI if it cannot be read any more
 * @param corpus its name, for readers
 * @param settings those that say which of its images are evaluated and how they count, by key
 */
public record MeasuredOn(String images, String corpus, Map<String, String> settings) {

  /** What says which images are evaluated. */
  static final List<Key> IMAGES =
      List.of(
          EvaluateSettings.SPLIT,
          EvaluateSettings.QUERY,
          EvaluateSettings.GALLERY,
          EvaluateSettings.JUNK,
          EvaluateSettings.DISTRACTORS,
          EvaluateSettings.CAMERA);

  private static final List<Key> KEYS =
      Stream.concat(IMAGES.stream(), Stream.of(EvaluateSettings.LONE_QUERIES)).toList();

  public MeasuredOn {
    settings = new TreeMap<>(settings);
  }

  /**
   * Says what a run was measured on.
   *
   * @param recorded the run's own settings
   * @param images fingerprint of the run's own corpus
   */
  static MeasuredOn of(RunSettings recorded, String images) {
    Map<String, String> settings = new TreeMap<>();
    for (Key key : KEYS) {
      settings.put(key.path(), recorded.written().getOrDefault(key.path(), ""));
    }
    return new MeasuredOn(images, ReportStage.name(recorded.typed().corpus()), settings);
  }

  /** Returns whether metrics that were measured on both compare. */
  boolean comparesWith(MeasuredOn other) {
    return images.equals(other.images) && settings.equals(other.settings);
  }

  /** Returns it for readers. */
  String written() {
    StringBuilder text = new StringBuilder(corpus);
    settings.forEach(
        (key, value) -> {
          if (!value.isEmpty() && !value.equals("[]")) {
            text.append(", ").append(key).append(" = ").append(value);
          }
        });
    return text.toString();
  }
}
