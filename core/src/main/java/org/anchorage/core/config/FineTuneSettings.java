/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How much of the network training moves, and how fast the backbone moves beside the head.
 * Immutable.
 *
 * @param trainable how much moves after the warm-up; default all
 * @param warmUp first epochs in which the head alone moves, zero or more; default 0
 * @param backboneRate learning rate of the backbone, as a factor on the head's, over 0; default 1
 * @param backboneDecay weight decay of the backbone, as a factor on the head's, zero or more;
 *     default 1
 */
public record FineTuneSettings(
    Trainable trainable, int warmUp, double backboneRate, double backboneDecay)
    implements Serializable {

  public static final Key TRAINABLE = Key.fixed("encoder.trainable");
  public static final Key WARM_UP = Key.fixed("encoder.warm-up");
  public static final Key BACKBONE_RATE = Key.fixed("optimiser.backbone.rate");
  public static final Key BACKBONE_DECAY = Key.fixed("optimiser.backbone.decay");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(TRAINABLE, WARM_UP, BACKBONE_RATE, BACKBONE_DECAY);

  public FineTuneSettings {
    Bounds.atLeast(WARM_UP, warmUp, 0);
    Bounds.positive(BACKBONE_RATE, backboneRate);
    Bounds.notNegative(BACKBONE_DECAY, backboneDecay);
  }

  static FineTuneSettings read(TypedValues value) {
    return new FineTuneSettings(
        trainable(value.text(TRAINABLE)),
        value.whole(WARM_UP),
        value.number(BACKBONE_RATE),
        value.number(BACKBONE_DECAY));
  }

  private static Trainable trainable(String written) {
    try {
      return Trainable.of(written);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(TRAINABLE, written, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns how much moves in an epoch.
   *
   * @param epoch from 1
   */
  public Trainable trainable(int epoch) {
    return epoch <= warmUp ? Trainable.HEAD : trainable;
  }

  /**
   * Returns whether a run is all warm-up: its backbone is to be trained, and no epoch trains it.
   *
   * @param epochs of the run
   */
  public boolean isWarmUpAlone(int epochs) {
    return epochs > 0 && epochs <= warmUp && !trainable.equals(Trainable.HEAD);
  }
}
