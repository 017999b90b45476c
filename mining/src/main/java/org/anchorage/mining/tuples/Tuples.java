/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.io.Serializable;

/** The pairs or triplets that a miner chose from a batch; each can be converted to the other. */
public sealed interface Tuples extends Serializable permits Pairs, Triplets {

  /**
   * Returns the tuples as triplets. Pairs give every positive pair with every negative pair of the
   * same anchor, by anchor.
   */
  Triplets triplets();

  /**
   * Returns the tuples as pairs. A triplet gives the anchor with its positive and with its
   * negative.
   */
  Pairs pairs();
}
