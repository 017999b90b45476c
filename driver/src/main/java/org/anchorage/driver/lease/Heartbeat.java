/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Repeats an action on a daemon thread. */
final class Heartbeat implements AutoCloseable {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "anchorage-lease");
            made.setDaemon(true);
            return made;
          });

  /** Starts the thread. */
  Heartbeat(Duration every, Runnable beat) {
    long nanos = Math.max(1, every.toNanos());
    var unused = thread.scheduleWithFixedDelay(beat, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Stops after an action that is running, so that none runs after this returns. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    try {
      boolean unused = thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
