/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/** How the terms of a batch become one number: their sum times a weight. */
public enum Reducer {
  /** The mean over all tuples that were mined, those at zero included; 0 of none. */
  MEAN {
    @Override
    double weight(long tuples, long active) {
      return tuples == 0 ? 0 : 1.0 / tuples;
    }
  };

  /**
   * Returns the weight of each term. It counts as constant in the gradient.
   *
   * @param tuples terms
   * @param active those over zero
   */
  abstract double weight(long tuples, long active);
}
