/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

/** Every pair or triplet of a batch. */
public record AllMinerSettings() implements MinerSettings {

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.all(this);
  }
}
