/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

/** Each anchor with a positive and a negative drawn among those on the wrong side. */
public record SoftHardMinerSettings() implements MinerSettings {

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.softHard(this);
  }
}
