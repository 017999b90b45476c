/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

/**
 * Why a neighbour of another class was not taken as a negative. The first reason in this order
 * counts.
 */
public enum Rejection {
  /** Its rank among neighbours of other classes is outside the window. */
  OUT_OF_WINDOW,
  /** It shows the same image as the anchor, or nearly ({@link Duplicates}). */
  NEAR_DUPLICATE,
  /**
   * It is so near, compared to the nearest positive, that it may be of the anchor's class in truth.
   */
  FALSE_NEGATIVE,
  /** A nearer negative of its class was taken. */
  CLASS_TAKEN,
  /** Enough nearer negatives were found. */
  NOT_NEEDED
}
