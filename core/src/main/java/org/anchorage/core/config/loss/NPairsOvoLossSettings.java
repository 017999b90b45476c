/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.TypedValues;

/**
 * N-pairs loss with one term for each other pair, not one for all of them. Immutable.
 *
 * @param l2 weight of the squared lengths, zero or more; default 0.002; shared with N-pairs
 */
public record NPairsOvoLossSettings(double l2) implements LossSettings {

  public NPairsOvoLossSettings {
    Bounds.notNegative(NPairsLossSettings.L2, l2);
  }

  static NPairsOvoLossSettings read(TypedValues value) {
    return new NPairsOvoLossSettings(value.number(NPairsLossSettings.L2));
  }

  @Override
  public LossName name() {
    return LossName.N_PAIRS_OVO;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.nPairsOvo(this);
  }

  @Override
  public boolean takesPairs() {
    return true;
  }
}
