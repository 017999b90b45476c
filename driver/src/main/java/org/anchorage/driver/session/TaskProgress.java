/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Tells a progress display how far the tasks of the jobs run while it is open have come.
 * Thread-safe as the display is; only one may be open at a time.
 */
public final class TaskProgress extends SparkListener implements AutoCloseable {

  private final SparkContext context;
  private final LongConsumer display;
  private final long perTask;
  private final long total;
  private final AtomicLong done = new AtomicLong();

  private TaskProgress(SparkContext context, LongConsumer display, long perTask, long total) {
    this.context = context;
    this.display = display;
    this.perTask = perTask;
    this.total = total;
  }

  /**
   * Starts to watch.
   *
   * @param display is told how many units are done
   * @param perTask units that a task stands for
   * @param total units there are; never told more
   */
  public static TaskProgress watch(
      SparkContext context, LongConsumer display, long perTask, long total) {
    TaskProgress progress = new TaskProgress(context, display, perTask, total);
    context.addSparkListener(progress);
    return progress;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      display.accept(Math.min(total, done.addAndGet(perTask)));
    }
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
    display.accept(total);
  }
}
