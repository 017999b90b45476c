/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

/** Whose layers a network is made of. */
public enum Layers {
  /** This project's. */
  OWN,
  /** DL4J's, as it ships them. */
  STOCK
}
