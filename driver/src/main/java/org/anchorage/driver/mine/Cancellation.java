/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;

/**
 * Ends tasks that are cancelled. The driver does not wait for them before it removes the directory
 * of a table, and writing would make that directory again. For threads of tasks.
 */
final class Cancellation {

  private Cancellation() {}

  /**
   * Ends the task if it is cancelled.
   *
   * @throws TaskKilledException if it is
   */
  static void check() {
    if (TaskContext.get().isInterrupted()) {
      throw new TaskKilledException("the table is not wanted any more");
    }
  }

  /** Returns an iterator that checks before each step. */
  static <T> Iterator<T> checked(Iterator<T> all) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        check();
        return all.hasNext();
      }

      @Override
      public T next() {
        return all.next();
      }
    };
  }
}
