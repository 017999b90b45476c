/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

/** All positive pairs, and an equal number of negative pairs, the closest of the batch. */
public record ClosestNegativesMinerSettings() implements MinerSettings {

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.closestNegatives(this);
  }
}
