/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Multiple negatives ranking loss: cross entropy of scaled cosines. The other pairs' positives are
 * the negatives. Immutable.
 *
 * @param scale of the cosines, over 0; default 20
 */
public record MultipleNegativesLossSettings(double scale) implements LossSettings {

  public static final Key SCALE = Key.fixed("loss.mnrl.scale");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(SCALE);

  public MultipleNegativesLossSettings {
    Bounds.positive(SCALE, scale);
  }

  static MultipleNegativesLossSettings read(TypedValues value) {
    return new MultipleNegativesLossSettings(value.number(SCALE));
  }

  @Override
  public LossName name() {
    return LossName.MNRL;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.multipleNegatives(this);
  }

  @Override
  public boolean takesPairs() {
    return true;
  }
}
