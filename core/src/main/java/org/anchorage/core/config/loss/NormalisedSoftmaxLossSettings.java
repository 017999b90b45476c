/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Softmax cross entropy of cosines with one weight vector for each class. Immutable.
 *
 * @param temperature divisor of the cosines, over 0; default 0.05
 * @param rate factor of the learning rate for the weights; default 1
 */
public record NormalisedSoftmaxLossSettings(double temperature, double rate)
    implements LossSettings {

  public static final Key TEMPERATURE = Key.fixed("loss.normalised-softmax.temperature");
  public static final Key RATE = Key.fixed("loss.normalised-softmax.rate");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(TEMPERATURE, RATE);

  public NormalisedSoftmaxLossSettings {
    Bounds.positive(TEMPERATURE, temperature);
    Bounds.notNegative(RATE, rate);
  }

  static NormalisedSoftmaxLossSettings read(TypedValues value) {
    return new NormalisedSoftmaxLossSettings(value.number(TEMPERATURE), value.number(RATE));
  }

  @Override
  public LossName name() {
    return LossName.NORMALISED_SOFTMAX;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.normalisedSoftmax(this);
  }

  @Override
  public boolean comparesImages() {
    return false;
  }
}
