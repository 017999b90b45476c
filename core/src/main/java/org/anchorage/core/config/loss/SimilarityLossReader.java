/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import java.util.Optional;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/** Reads what a configuration says of the {@linkplain SimilarityLossSettings similarity losses}. */
public final class SimilarityLossReader {

  /** The losses' names, as in {@code loss.name}. */
  public static final List<String> NAMES =
      List.of(
          "n-pairs-ovo",
          "angular",
          "n-pairs-angular",
          "nt-xent",
          "supcon",
          "multi-similarity",
          "lifted",
          "circle",
          "nca",
          "mnrl");

  private final TypedValues value;

  public SimilarityLossReader(TypedValues value) {
    this.value = value;
  }

  /** Returns the loss of a name, or nothing if it is none of these. */
  public Optional<LossSettings> read(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "n-pairs-ovo" ->
              new SimilarityLossSettings.NPairsOvo(value.number("loss.n-pairs.l2"));
          case "angular" ->
              new AngularLossSettings.Alone(
                  value.number("loss.angular.alpha"),
                  value.choice("loss.angular.form", AngularLossSettings.Form.class),
                  value.choice("loss.angular.normalise", AngularLossSettings.Normalise.class),
                  value.number("loss.angular.l2"));
          case "n-pairs-angular" ->
              new AngularLossSettings.WithNPairs(
                  value.number("loss.angular.alpha"),
                  value.choice("loss.angular.form", AngularLossSettings.Form.class),
                  value.choice("loss.angular.normalise", AngularLossSettings.Normalise.class),
                  value.number("loss.angular.weight"),
                  value.number("loss.angular.l2"),
                  value.number("loss.angular.length"));
          case "nt-xent" ->
              new SimilarityLossSettings.NtXent(value.number("loss.nt-xent.temperature"));
          case "supcon" ->
              new SimilarityLossSettings.SupCon(
                  value.number("loss.supcon.temperature"),
                  value.number("loss.supcon.base-temperature"),
                  value.choice("loss.supcon.reduce", SimilarityLossSettings.SupCon.Reduce.class));
          case "multi-similarity" ->
              new SimilarityLossSettings.MultiSimilarity(
                  value.number("loss.multi-similarity.alpha"),
                  value.number("loss.multi-similarity.beta"),
                  value.number("loss.multi-similarity.base"),
                  epsilon());
          case "lifted" ->
              new SimilarityLossSettings.Lifted(
                  value.choice("loss.lifted.form", SimilarityLossSettings.Lifted.Form.class),
                  value.number("loss.lifted.margin"),
                  value.number("loss.lifted.positive-margin"));
          case "circle" ->
              new SimilarityLossSettings.Circle(
                  value.number("loss.circle.margin"),
                  value.number("loss.circle.gamma"),
                  value.choice("loss.circle.over", SimilarityLossSettings.Circle.Over.class));
          case "nca" -> new SimilarityLossSettings.Nca(value.number("loss.nca.scale"));
          case "mnrl" -> new SimilarityLossSettings.Mnrl(value.number("loss.mnrl.scale"));
          default -> null;
        });
  }

  private double epsilon() {
    String key = "loss.multi-similarity.epsilon";
    String written = value.text(key);
    if (written.equals("none")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      return value.number(key);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(key, written, "it must be a number, or none");
    }
  }
}
