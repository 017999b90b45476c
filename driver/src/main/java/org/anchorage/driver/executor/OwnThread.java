/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
      return running.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("A worker's step failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("A worker was interrupted in the middle of its round", e);
    }
  }

  /** Lets the thread end after the work that is running. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
