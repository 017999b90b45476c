/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.anchorage.driver.thread.Awaited;

/**
 * A network's own thread. ND4J keeps a network's workspaces by thread, and Spark runs a worker's
 * tasks on any idle thread. Without a thread of its own, a network would leave some hundred
 * megabytes of workspaces on each thread that it ran on. Thread-safe; calls take turns.
 */
final class OwnThread implements AutoCloseable {

  private final ExecutorService thread;

  OwnThread(String name) {
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Runs some work on the thread and waits for it.
   *
   * @throws IllegalStateException if the caller is interrupted, e.g. because Spark kills its task
   */
  <R> R call(Callable<R> work) {
    Future<R> running = thread.submit(work);
    try {
      return Awaited.result(
          running, "A worker's step failed", "A worker was interrupted in the middle of its round");
    } finally {
      // Does nothing to work that has ended.
      running.cancel(true);
    }
  }

  /** Lets the thread end after the work that is running. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
