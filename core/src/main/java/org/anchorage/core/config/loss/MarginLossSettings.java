/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.miner.MinerSettings;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.core.gram.Distance;

/**
 * Margin loss: positives should be nearer than a learned boundary, negatives farther, both by a
 * margin. Immutable.
 *
 * @param miner which triplets count; default distance-weighted
 * @param margin over 0, in units of the distance; default 0.2
 * @param beta the boundary at the start, over 0, in units of the distance; default 1.2
 * @param betaRate factor of the learning rate for the boundary, 0 to fix it; default 0.5
 * @param distance Euclidean (default), squared Euclidean or cosine
 */
public record MarginLossSettings(
    MinerSettings miner, double margin, double beta, double betaRate, Distance distance)
    implements LossSettings {

  public static final Key MINER = Key.fixed("loss.margin.miner");
  public static final Key MARGIN = Key.fixed("loss.margin.margin");
  public static final Key BETA = Key.fixed("loss.margin.beta");
  public static final Key BETA_RATE = Key.fixed("loss.margin.beta-rate");
  public static final Key DISTANCE = Key.fixed("loss.margin.distance");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(MINER, MARGIN, BETA, BETA_RATE, DISTANCE);

  public MarginLossSettings {
    Bounds.positive(MARGIN, margin);
    Bounds.positive(BETA, beta);
    Bounds.notNegative(BETA_RATE, betaRate);
  }

  static MarginLossSettings read(TypedValues value) {
    return new MarginLossSettings(
        MinerSettings.read(value, MINER, DISTANCE),
        value.number(MARGIN),
        value.number(BETA),
        value.number(BETA_RATE),
        value.choice(DISTANCE, Distance.class));
  }

  @Override
  public LossName name() {
    return LossName.MARGIN;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.margin(this);
  }
}
