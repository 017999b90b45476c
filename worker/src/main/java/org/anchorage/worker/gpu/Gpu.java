/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import java.util.Optional;

/**
 * A card.
 *
 * @param address its number in the order of the PCI bus, as Spark's discovery script prints it
 * @param name as its maker calls it
 * @param capability what code it runs; empty where the driver is too old to say
 * @param driver version of the driver
 */
public record Gpu(String address, String name, Optional<Capability> capability, String driver) {

  @Override
  public String toString() {
    return "GPU "
        + address
        + " ("
        + name
        + ", compute capability "
        + capability.map(Capability::toString).orElse("unknown")
        + ")";
  }
}
