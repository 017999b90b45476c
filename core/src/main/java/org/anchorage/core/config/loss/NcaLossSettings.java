/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Neighbourhood components analysis: a random neighbour, drawn by nearness, should be of the
 * anchor's class. Immutable.
 *
 * @param scale of the squared distances, over 0; default 1
 */
public record NcaLossSettings(double scale) implements LossSettings {

  public static final Key SCALE = Key.fixed("loss.nca.scale");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(SCALE);

  public NcaLossSettings {
    Bounds.positive(SCALE, scale);
  }

  static NcaLossSettings read(TypedValues value) {
    return new NcaLossSettings(value.number(SCALE));
  }

  @Override
  public LossName name() {
    return LossName.NCA;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.nca(this);
  }
}
