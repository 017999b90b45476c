/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Softmax cross entropy over the classes, of a linear layer with bias. Immutable.
 *
 * @param rate factor of the learning rate for weights and biases; default 1
 */
public record SoftmaxLossSettings(double rate) implements LossSettings {

  public static final Key RATE = Key.fixed("loss.softmax.rate");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(RATE);

  public SoftmaxLossSettings {
    Bounds.notNegative(RATE, rate);
  }

  static SoftmaxLossSettings read(TypedValues value) {
    return new SoftmaxLossSettings(value.number(RATE));
  }

  @Override
  public LossName name() {
    return LossName.SOFTMAX;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.softmax(this);
  }

  @Override
  public boolean comparesImages() {
    return false;
  }
}
