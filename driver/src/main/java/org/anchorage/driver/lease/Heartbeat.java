/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something again and again, on a thread that keeps no process alive. */
final class Heartbeat implements AutoCloseable {

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "anchorage-lease");
            made.setDaemon(true);
            return made;
          });

  /** Begins. */
  Heartbeat(Duration every, Runnable beat) {
    long nanos = Math.max(1, every.toNanos());
    var unused = thread.scheduleWithFixedDelay(beat, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends, after a beat that is under way, so that what follows has the last word. */
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
