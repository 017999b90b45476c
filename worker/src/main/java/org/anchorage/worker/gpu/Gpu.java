/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.gpu;

import java.util.Optional;

/**
 * A card.
 *
 * @param address its number in the order of the PCI bus, as Spark's discovery script prints it
 * @param name the maker's name for it
 * @param capability the code that it runs; empty if the driver is too old to say
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
