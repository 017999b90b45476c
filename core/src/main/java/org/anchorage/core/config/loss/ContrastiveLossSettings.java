/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.miner.MinerSettings;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.core.gram.Distance;

/**
 * Contrastive loss: positives should be nearer than one margin, negatives farther than another.
 * Immutable.
 *
 * @param miner which pairs count; default all
 * @param form what a pair adds; default half-squared, as Hadsell et al. 2006
 * @param positiveMargin zero or more, in units of the distance; default 0
 * @param negativeMargin over 0, in units of the distance; default 1
 * @param distance Euclidean (default) or cosine
 * @param mean what the sum is divided by; default all pairs
 */
public record ContrastiveLossSettings(
    MinerSettings miner,
    Form form,
    double positiveMargin,
    double negativeMargin,
    Distance distance,
    Mean mean)
    implements LossSettings {

  public static final Key MINER = Key.fixed("loss.contrastive.miner");
  public static final Key FORM = Key.fixed("loss.contrastive.form");
  public static final Key POSITIVE_MARGIN = Key.fixed("loss.contrastive.positive-margin");
  public static final Key NEGATIVE_MARGIN = Key.fixed("loss.contrastive.negative-margin");
  public static final Key DISTANCE = Key.fixed("loss.contrastive.distance");
  public static final Key MEAN = Key.fixed("loss.contrastive.mean");

  /** Every key of this record. */
  static final List<Key> KEYS =
      List.of(MINER, FORM, POSITIVE_MARGIN, NEGATIVE_MARGIN, DISTANCE, MEAN);

  /** What a pair adds if it misses its margin by u. */
  public enum Form {
    /** u<sup>2</sup>/2. */
    HALF_SQUARED,
    /** u<sup>2</sup>. */
    SQUARED,
    /** u: far misses pull no harder than near ones. */
    LINEAR
  }

  /** What the sum is divided by. */
  public enum Mean {
    /** All pairs, even those that add nothing. If negatives are many, positives weigh little. */
    ALL_PAIRS,
    /**
     * Each side is divided by the number of its own pairs that add something, so positive and
     * negative pairs weigh the same.
     */
    EACH_SIDE_NON_ZERO
  }

  public ContrastiveLossSettings {
    Bounds.notNegative(POSITIVE_MARGIN, positiveMargin);
    Bounds.positive(NEGATIVE_MARGIN, negativeMargin);
    if (distance == Distance.SQUARED_EUCLIDEAN) {
      throw new ConfigurationException(
          DISTANCE,
          "squared-euclidean",
          "the form squares it already; use euclidean with form = half-squared or squared");
    }
  }

  static ContrastiveLossSettings read(TypedValues value) {
    return new ContrastiveLossSettings(
        MinerSettings.read(value, MINER, DISTANCE),
        value.choice(FORM, Form.class),
        value.number(POSITIVE_MARGIN),
        value.number(NEGATIVE_MARGIN),
        value.choice(DISTANCE, Distance.class),
        value.choice(MEAN, Mean.class));
  }

  @Override
  public LossName name() {
    return LossName.CONTRASTIVE;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.contrastive(this);
  }
}
