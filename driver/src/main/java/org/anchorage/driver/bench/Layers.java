/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

/** Whose layers a network is made of. */
public enum Layers {
  /** Those of the engine that the settings name. */
  OWN,
  /** DL4J's, as it ships them: the engine {@code dl4j-stock}. */
  STOCK
}
