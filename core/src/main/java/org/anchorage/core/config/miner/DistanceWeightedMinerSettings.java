/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.util.List;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.core.gram.Distance;

/**
 * Each positive pair with a negative drawn uniformly by distance.
 *
 * @param dimension of the embeddings, at least 2
 * @param cutoff over 0: nearer negatives count as this far; default 0.5
 * @param reach over the cutoff, at most 2: farther negatives are not drawn; default 1.4
 */
public record DistanceWeightedMinerSettings(int dimension, double cutoff, double reach)
    implements MinerSettings {

  public static final Key CUTOFF = Key.fixed("loss.miner.distance-weighted.cutoff");
  public static final Key REACH = Key.fixed("loss.miner.distance-weighted.reach");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(CUTOFF, REACH);

  public DistanceWeightedMinerSettings {
    Bounds.atLeast(EncoderSettings.DIM, dimension, 2);
    Bounds.positive(CUTOFF, cutoff);
    if (!(reach > cutoff && reach <= 2)) {
      throw new ConfigurationException(
          REACH, reach, "it must be over the cutoff, " + cutoff + ", and at most 2");
    }
  }

  /**
   * Reads the rule's constants.
   *
   * @param miner the key that names the rule, for messages
   * @param distance the key of the distance that the loss measures by
   */
  static DistanceWeightedMinerSettings read(TypedValues value, Key miner, Key distance) {
    if (!value.truth(EncoderSettings.NORMALISE)
        && value.choice(distance, Distance.class) != Distance.COSINE) {
      throw new ConfigurationException(
          miner,
          "distance-weighted",
          "it weighs distances on the unit sphere; set embedding.normalise = true or "
              + distance
              + " = cosine");
    }
    return new DistanceWeightedMinerSettings(
        value.whole(EncoderSettings.DIM), value.number(CUTOFF), value.number(REACH));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.distanceWeighted(this);
  }
}
