/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.io.Serializable;

/**
 * A tuple's term in a loss, as a function of its violation x: how much nearer the negative is than
 * the positive (for a triplet d(a,p) - d(a,n)). It rises with x and is never negative. Immutable.
 */
public sealed interface Penalty extends Serializable {

  /** Returns the penalty of a violation. */
  double value(double x);

  /** Returns the derivative of the value; 0 where the value is 0. */
  double slope(double x);

  /**
   * max(0, x + margin): zero once the margin is kept.
   *
   * @param margin in units of the distance
   */
  record Hinge(double margin) implements Penalty {

    @Override
    public double value(double x) {
      return Math.max(0, x + margin);
    }

    @Override
    public double slope(double x) {
      return x + margin > 0 ? 1 : 0;
    }
  }

  /**
   * log(1 + exp(x + margin)): never quite zero; ln 2 without a margin if all embeddings are equal.
   *
   * @param margin in units of the distance; 0 by default
   */
  record Soft(double margin) implements Penalty {

    /** The soft term of Hermans et al., without a margin. */
    public Soft() {
      this(0);
    }

    @Override
    public double value(double x) {
      double y = x + margin;
      return Math.max(0, y) + Math.log1p(Math.exp(-Math.abs(y)));
    }

    @Override
    public double slope(double x) {
      double y = x + margin;
      return y >= 0 ? 1 / (1 + Math.exp(-y)) : Math.exp(y) / (1 + Math.exp(y));
    }
  }
}
