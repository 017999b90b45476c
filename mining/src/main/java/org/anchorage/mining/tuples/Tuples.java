/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.io.Serializable;

/** What a miner chose of a batch: pairs or triplets, each of which can be had as the other. */
public sealed interface Tuples extends Serializable permits Pairs, Triplets {

  /**
   * Returns them as triplets; of pairs, every positive pair with every negative pair of the same
   * anchor, by anchor.
   */
  Triplets triplets();

  /** Returns them as pairs; of triplets, the anchor with its positive and with its negative. */
  Pairs pairs();
}
