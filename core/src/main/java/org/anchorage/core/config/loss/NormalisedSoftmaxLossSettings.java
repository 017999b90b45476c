/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Softmax cross entropy of cosines with a weight vector a class. Immutable.
 *
 * @param temperature over 0: what cosines are divided by; default 0.05
 * @param rate what the learning rate is multiplied by for the weights; default 1
 */
public record NormalisedSoftmaxLossSettings(double temperature, double rate)
    implements LossSettings {

  public static final Key TEMPERATURE = Key.fixed("loss.normalised-softmax.temperature");
  public static final Key RATE = Key.fixed("loss.normalised-softmax.rate");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(TEMPERATURE, RATE);

  public NormalisedSoftmaxLossSettings {
    Check.positive(TEMPERATURE, temperature);
    Check.notNegative(RATE, rate);
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
