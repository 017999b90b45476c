/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index that is open, with the queue before its network. It closes when its last user leaves.
 * Thread-safe.
 */
public final class Opened {

  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Served served;
  private final EmbedQueue queue;
  private int users = 1;

  /** Takes over an index; its first user is whoever holds it. */
  public Opened(Served served, EmbedQueue queue) {
    this.served = served;
    this.queue = queue;
  }

  /** Returns the index. */
  public Served served() {
    return served;
  }

  /** Returns the queue before its network. */
  public EmbedQueue queue() {
    return queue;
  }

  synchronized void enter() {
    users++;
  }

  void leave() {
    boolean last;
    synchronized (this) {
      last = --users == 0;
    }
    if (last) {
      try {
        served.close();
      } catch (RuntimeException | Error e) {
        LOG.warn("An index that is no longer served could not be closed", e);
      }
    }
  }
}
