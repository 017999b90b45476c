/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Multi-similarity loss: soft thresholds on the cosines of positives and of negatives. Immutable.
 *
 * @param alpha over 0; how sharply near positives are told from far ones; default 2
 * @param beta over 0; the same for negatives; default 50
 * @param base cosine of the threshold, -1 to 1; default 0.5
 * @param epsilon a positive counts if it is less similar than the most similar negative plus this,
 *     a negative if it is more similar than the least similar positive less this; zero or more,
 *     default 0.1; infinite keeps every pair
 */
public record MultiSimilarityLossSettings(double alpha, double beta, double base, double epsilon)
    implements LossSettings {

  public static final Key ALPHA = Key.fixed("loss.multi-similarity.alpha");
  public static final Key BETA = Key.fixed("loss.multi-similarity.beta");
  public static final Key BASE = Key.fixed("loss.multi-similarity.base");
  public static final Key EPSILON = Key.fixed("loss.multi-similarity.epsilon");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(ALPHA, BETA, BASE, EPSILON);

  public MultiSimilarityLossSettings {
    Bounds.positive(ALPHA, alpha);
    Bounds.positive(BETA, beta);
    Bounds.within(BASE, base, -1, 1);
    if (epsilon != Double.POSITIVE_INFINITY) {
      Bounds.notNegative(EPSILON, epsilon);
    }
  }

  static MultiSimilarityLossSettings read(TypedValues value) {
    return new MultiSimilarityLossSettings(
        value.number(ALPHA), value.number(BETA), value.number(BASE), epsilon(value));
  }

  private static double epsilon(TypedValues value) {
    String written = value.text(EPSILON);
    if (written.equals("none")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      return value.number(EPSILON);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(EPSILON, written, "it must be a number, or none");
    }
  }

  @Override
  public LossName name() {
    return LossName.MULTI_SIMILARITY;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.multiSimilarity(this);
  }
}
