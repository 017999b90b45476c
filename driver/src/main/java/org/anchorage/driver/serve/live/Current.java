/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.List;
import java.util.function.Function;

/**
 * The index that is served now. A request keeps the one that it began with to its end, so that a
 * vector never meets an index of another network. Thread-safe.
 */
public final class Current implements AutoCloseable {

  private Opened opened;
  private boolean closed;
  private volatile List<String> notes = List.of();

  /** Begins with an index, which this closes. */
  public Current(Opened first) {
    this.opened = first;
  }

  /** Works with the index that is current now. */
  public <R> R with(Function<Opened, R> work) {
    Opened mine = entered();
    try {
      return work.apply(mine);
    } finally {
      mine.leave();
    }
  }

  private synchronized Opened entered() {
    opened.enter();
    return opened;
  }

  /**
   * Puts another index in the place of this one, which closes after its last request. After {@link
   * #close} the other one is closed instead.
   */
  public void swap(Opened next) {
    Opened left;
    synchronized (this) {
      left = closed ? next : opened;
      opened = closed ? opened : next;
    }
    left.leave();
  }

  /**
   * Says what is odd about the index that is served, for people; takes the place of the notes
   * before.
   */
  public void note(List<String> now) {
    notes = List.copyOf(now);
  }

  /** Returns what is odd; nothing if all is well. */
  public List<String> notes() {
    return notes;
  }

  /** Closes the index after its last request. A second call does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    opened.leave();
  }
}
