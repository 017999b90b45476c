/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A task's requests to file systems, {@value #MOST} at a time: each mostly waits. Threads are made
 * when the first request comes. Thread-safe.
 */
final class Requests implements AutoCloseable {

  /** How many requests run at once. */
  static final int MOST = 16;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          MOST,
          task -> {
            Thread thread = new Thread(task, "import-request");
            thread.setDaemon(true);
            return thread;
          });

  <R> Future<R> submit(Callable<R> request) {
    return threads.submit(request);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
