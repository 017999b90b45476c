/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import org.anchorage.mining.neighbours.NeighbourSearch;

/**
 * A prepared base that several tasks search at once. It is closed when it has been retired and the
 * last search has ended, never under a search. Thread-safe.
 */
final class LentNeighbours {

  private final BroadcastKey key;
  private final NeighbourSearch neighbours;
  private int searches;
  private boolean retired;

  LentNeighbours(BroadcastKey key, NeighbourSearch neighbours) {
    this.key = key;
    this.neighbours = neighbours;
  }

  /** Returns what the base was prepared from. */
  BroadcastKey key() {
    return key;
  }

  /** Returns the prepared base; to be used between {@link #borrow} and {@link #giveBack}. */
  NeighbourSearch neighbours() {
    return neighbours;
  }

  /** Counts one more search, unless the base has been retired; returns whether it did. */
  synchronized boolean borrow() {
    if (retired) {
      return false;
    }
    searches++;
    return true;
  }

  /** Counts one search less. */
  synchronized void giveBack() {
    searches--;
    closeIfUnused();
  }

  /** Lends the base to no further search. */
  synchronized void retire() {
    if (!retired) {
      retired = true;
      closeIfUnused();
    }
  }

  private void closeIfUnused() {
    if (retired && searches == 0) {
      neighbours.close();
    }
  }
}
