/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

/**
 * Ends a worker's share of a round before its last step. Asked by the thread that steps, between
 * two steps, so that an answer must cost nothing.
 */
@FunctionalInterface
public interface EarlyEnd {

  /** Every share goes to its last step. */
  EarlyEnd NEVER = steps -> false;

  /**
   * Returns whether the share is over.
   *
   * @param steps taken, at least 1 and fewer than there are
   */
  boolean isAfter(int steps);
}
