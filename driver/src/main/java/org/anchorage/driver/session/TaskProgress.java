/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Shows how far the tasks of a job have come. As thread-safe as the display; one job at a time. */
public final class TaskProgress extends SparkListener {

  private final LongConsumer display;
  private final long perTask;
  private final long total;
  private final AtomicLong done = new AtomicLong();

  private TaskProgress(LongConsumer display, long perTask, long total) {
    this.display = display;
    this.perTask = perTask;
    this.total = total;
  }

  /**
   * Runs a job and shows how far it is.
   *
   * @param display takes the number of units that are done
   * @param perTask units of a task
   * @param total number of units; the display gets no more
   * @param job runs the job
   * @return the job's result
   */
  public static <R> R during(
      SparkContext context, LongConsumer display, long perTask, long total, Supplier<R> job) {
    TaskProgress progress = new TaskProgress(display, perTask, total);
    context.addSparkListener(progress);
    try {
      R result = job.get();
      display.accept(total);
      return result;
    } finally {
      context.removeSparkListener(progress);
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      display.accept(Math.min(total, done.addAndGet(perTask)));
    }
  }
}
