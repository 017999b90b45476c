/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.anchorage.driver.corpus.LocalSpark;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that would take an hour end at once if what runs beside them fails. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TestBeside {

  private static final JavaSparkContext SPARK =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

  /** Counted down by tasks, which run in this JVM. */
  private static volatile CountDownLatch running = new CountDownLatch(1);

  private static long endless() {
    return SPARK
        .parallelize(List.of(1), 1)
        .map(
            one -> {
              running.countDown();
              while (!TaskContext.get().isInterrupted()) {
                TimeUnit.MILLISECONDS.sleep(10);
              }
              throw new TaskKilledException("killed");
            })
        .count();
  }

  private static void awaitRunning() {
    try {
      running.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins work that fails as soon as the caller's job runs. */
  private static Beside<Long> failing() {
    running = new CountDownLatch(1);
    return Beside.start(
        SPARK,
        "test",
        () -> {
          awaitRunning();
          throw new IllegalStateException("no statistics");
        });
  }

  @Test
  void theResultComesWithTheCallersWork() {
    try (Beside<Long> beside =
        Beside.start(SPARK, "test", () -> SPARK.parallelize(List.of(1, 2, 3)).count())) {
      beside.during(() -> assertThat(SPARK.parallelize(List.of(1, 2)).count()).isEqualTo(2));
      assertThat(beside.result()).isEqualTo(3);
    }
    assertThat(SPARK.getJobTags()).isEmpty();
  }

  @Test
  void aFailureOfTheWorkEndsTheCallersJobsAndIsTold() {
    try (Beside<Long> beside = failing()) {
      assertThatThrownBy(() -> beside.during(TestBeside::endless))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no statistics");
      assertThatThrownBy(beside::result).hasMessage("no statistics");
    }
    assertThat(SPARK.parallelize(List.of(1, 2)).count()).isEqualTo(2);
  }

  /** A full disk may end both: one message about it is enough, and it is the caller's. */
  @Test
  void ifBothFailByThemselvesTheCallersFailureIsTold() {
    try (Beside<Long> beside = failing()) {
      assertThatThrownBy(
              () ->
                  beside.during(
                      () -> {
                        // By now the other work has failed.
                        assertThatThrownBy(TestBeside::endless).hasMessageContaining("cancelled");
                        throw new IOException("no room");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("no room");
    }
  }

  @Test
  void aCallerThatIsInterruptedWaitsForTheEndOfTheWork() {
    running = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    Beside<Long> beside =
        Beside.start(
            SPARK,
            "test",
            () -> {
              try {
                return endless();
              } finally {
                ended.set(true);
              }
            });
    awaitRunning();
    Thread.currentThread().interrupt();
    beside.close();
    assertThat(ended).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aFailureOfTheCallerEndsTheJobsOfTheWorkAndIsTold() {
    running = new CountDownLatch(1);
    assertThatThrownBy(
            () -> {
              try (Beside<Long> beside = Beside.start(SPARK, "test", TestBeside::endless)) {
                beside.during(
                    () -> {
                      awaitRunning();
                      throw new IOException("no room");
                    });
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("no room");
    assertThat(SPARK.parallelize(List.of(1, 2)).count()).isEqualTo(2);
  }
}
