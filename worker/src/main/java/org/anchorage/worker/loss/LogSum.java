/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * log(sum of exp(x)) over the numbers added, and each one's share of the sum (its softmax), without
 * overflow: exponentials are kept relative to the largest. Not thread-safe.
 */
final class LogSum {

  private double largest = Double.NEGATIVE_INFINITY;
  private double sum;

  /** Adds a number; minus infinity adds nothing. */
  void add(double x) {
    if (x > largest) {
      sum = sum * Math.exp(largest - x) + 1;
      largest = x;
    } else if (x > Double.NEGATIVE_INFINITY) {
      sum += Math.exp(x - largest);
    }
  }

  /** Returns whether nothing was added. */
  boolean isEmpty() {
    return sum == 0;
  }

  /** Returns log(sum of exp(x)); minus infinity if nothing was added. */
  double value() {
    return largest + Math.log(sum);
  }

  /** Returns exp(x) / sum for a number that was added: the derivative of the value by it. */
  double share(double x) {
    return Math.exp(x - largest) / sum;
  }
}
