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
  },

  /**
   * The mean over the tuples with a value over 0; 0 of none. The gradient does not fade as ever
   * more triplets come to rest, and is noisier for it.
   */
  MEAN_NON_ZERO {
    @Override
    double weight(long tuples, long active) {
      return active == 0 ? 0 : 1.0 / active;
    }
  },

  /**
   * The sum over the number of tuples with a value over 1e-16, as the batch-all loss of <a
   * href="https://arxiv.org/abs/1703.07737">Hermans et al. 2017</a> is mostly computed; 0 of none.
   */
  SUM_OVER_ACTIVE {
    @Override
    double threshold() {
      return 1e-16;
    }

    @Override
    double weight(long tuples, long active) {
      return 1 / (active + 1e-16);
    }
  };

  /** Returns what the value of an active term is over. */
  double threshold() {
    return 0;
  }

  /**
   * Returns the weight of each term. It counts as constant in the gradient.
   *
   * @param tuples terms
   * @param active those over the threshold
   */
  abstract double weight(long tuples, long active);
}
