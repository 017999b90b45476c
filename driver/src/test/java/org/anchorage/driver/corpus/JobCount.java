/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** Names the jobs that start. A listener hears of them late, but in order. */
final class JobCount extends SparkListener {

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch last = new CountDownLatch(1);

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    String name = job.stageInfos().last().name();
    seen.add(name);
    if (name.startsWith("count ")) {
      last.countDown();
    }
  }

  /** Waits for the job that a test runs at the end. */
  void await() {
    try {
      if (!last.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no job was counted; seen: " + seen);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  List<String> seen() {
    return seen;
  }
}
