/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * NT-Xent: each positive pair against the negatives of its anchor. Immutable.
 *
 * @param temperature over 0; default 0.07
 */
public record NtXentLossSettings(double temperature) implements LossSettings {

  public static final Key TEMPERATURE = Key.fixed("loss.nt-xent.temperature");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(TEMPERATURE);

  public NtXentLossSettings {
    Bounds.positive(TEMPERATURE, temperature);
  }

  static NtXentLossSettings read(TypedValues value) {
    return new NtXentLossSettings(value.number(TEMPERATURE));
  }

  @Override
  public LossName name() {
    return LossName.NT_XENT;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.ntXent(this);
  }
}
