/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Runs Spark jobs, and brings the words of a task that refuses its input to the driver. */
final class Jobs {

  private static final int DEEPEST = 20;

  private Jobs() {}

  /**
   * Runs a job.
   *
   * @throws ImportException if a task threw one
   */
  static <R> R run(Callable<R> job) {
    try {
      return job.call();
    } catch (RuntimeException e) {
      throw refused(e, e);
    } catch (Exception e) {
      // Spark's Scala code throws checked exceptions that no signature declares.
      throw refused(e, new IllegalStateException(e.getMessage(), e));
    }
  }

  private static RuntimeException refused(Exception thrown, RuntimeException otherwise) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
      if (cause instanceof ImportException refusal) {
        return new ImportException(String.valueOf(refusal.getMessage()), thrown);
      }
      cause = cause.getCause();
    }
    return otherwise;
  }
}
