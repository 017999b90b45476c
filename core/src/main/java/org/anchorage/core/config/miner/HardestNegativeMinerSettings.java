/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.TypedValues;

/**
 * Each unordered positive pair with its nearest negative, if within the margin.
 *
 * @param margin over 0, in units of the distance; default 0.2
 */
public record HardestNegativeMinerSettings(double margin) implements MinerSettings {

  public HardestNegativeMinerSettings {
    Bounds.positive(MARGIN, margin);
  }

  static HardestNegativeMinerSettings read(TypedValues value) {
    return new HardestNegativeMinerSettings(value.number(MARGIN));
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.hardestNegative(this);
  }
}
