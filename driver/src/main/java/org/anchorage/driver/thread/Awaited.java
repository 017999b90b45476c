/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.thread;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** The result of work on another thread, as if it had been done on this one. */
public final class Awaited {

  private Awaited() {}

  /**
   * Waits for a result. What the work throws is thrown here, and a checked exception becomes the
   * cause of an unchecked one.
   *
   * @param failed says what failed, for a checked exception; its text follows
   * @param interrupted says what was interrupted
   * @throws IllegalStateException if this thread is interrupted, which it then still is; the work
   *     goes on. Or if the work throws a checked exception
   */
  public static <R> R result(Future<R> work, String failed, String interrupted) {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(failed + ": " + e.getCause(), e.getCause());
    }
  }
}
