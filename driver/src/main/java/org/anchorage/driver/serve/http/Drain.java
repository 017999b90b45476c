/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads the rest of a body that was refused, and forgets it. A connection that is closed under a
 * sender is reset, and the sender may never see the answer. What is longer than a bound, or takes
 * longer, is cut all the same.
 */
final class Drain implements Runnable {

  private static final long MOST_BYTES = 1L << 28;

  private final Request request;
  private final Callback callback;
  private final long deadline;
  private long read;

  /**
   * Creates it.
   *
   * @param deadline on {@link System#nanoTime}
   * @param callback is told when the sender has sent all, or is cut
   */
  Drain(Request request, long deadline, Callback callback) {
    this.request = request;
    this.deadline = deadline;
    this.callback = callback;
  }

  @Override
  public void run() {
    while (read < MOST_BYTES && System.nanoTime() - deadline < 0) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        break;
      }
      read += chunk.remaining();
      boolean last = chunk.isLast();
      chunk.release();
      if (last) {
        break;
      }
    }
    callback.succeeded();
  }
}
