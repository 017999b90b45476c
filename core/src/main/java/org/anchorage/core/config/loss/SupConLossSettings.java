/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Supervised contrastive loss: each positive pair against all other rows. Immutable.
 *
 * @param temperature over 0; default 0.1
 * @param baseTemperature over 0; the loss is multiplied by temperature / this; default 0.1
 * @param reduce which anchors the mean covers; default those with a value over zero
 */
public record SupConLossSettings(double temperature, double baseTemperature, Reduce reduce)
    implements LossSettings {

  public static final Key TEMPERATURE = Key.fixed("loss.supcon.temperature");
  public static final Key BASE_TEMPERATURE = Key.fixed("loss.supcon.base-temperature");
  public static final Key REDUCE = Key.fixed("loss.supcon.reduce");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(TEMPERATURE, BASE_TEMPERATURE, REDUCE);

  /** Which anchors the mean covers. */
  public enum Reduce {
    /** Those with a value over zero; a batch of one class has value 0. */
    NONZERO,
    /** All; an anchor without positives counts as 0. */
    ALL
  }

  public SupConLossSettings {
    Bounds.positive(TEMPERATURE, temperature);
    Bounds.positive(BASE_TEMPERATURE, baseTemperature);
  }

  static SupConLossSettings read(TypedValues value) {
    return new SupConLossSettings(
        value.number(TEMPERATURE),
        value.number(BASE_TEMPERATURE),
        value.choice(REDUCE, Reduce.class));
  }

  @Override
  public LossName name() {
    return LossName.SUPCON;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.supCon(this);
  }
}
