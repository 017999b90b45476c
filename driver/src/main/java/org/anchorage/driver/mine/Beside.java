/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Work that a thread of its own does beside the caller's. Its Spark jobs run beside the caller's
 * jobs. Thread-safe.
 */
final class Beside<R> {

  private final CompletableFuture<R> future;

  private Beside(CompletableFuture<R> future) {
    this.future = future;
  }

  /**
   * Starts the work.
   *
   * @param name of the thread
   */
  static <R> Beside<R> start(String name, Supplier<R> work) {
    return new Beside<>(
        CompletableFuture.supplyAsync(work, task -> new Thread(task, name).start()));
  }

  /** Waits for the result. A failure of the work is thrown as the work threw it. */
  R result() {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Waits for the end of the work, and not for its success. */
  void await() {
    future.handle((result, failure) -> true).join();
  }
}
