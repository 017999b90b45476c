/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;

class TestCrew {

  @Test
  void worksAtOnceAndAlwaysOnItsOwnThreads() {
    CyclicBarrier meeting = new CyclicBarrier(3);
    try (Crew<Thread> crew = new Crew<>(3, worker -> Thread.currentThread())) {
      for (int turn = 0; turn < 2; turn++) {
        List<Boolean> own =
            crew.turn(
                    thread -> {
                      meet(meeting);
                      return thread == Thread.currentThread();
                    })
                .results();
        assertThat(own).containsExactly(true, true, true);
      }
    }
  }

  /** Returns only if all three wait here at once. */
  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failsAsItsWorkersDo() {
    try (Crew<Integer> crew = new Crew<>(2, worker -> worker)) {
      assertThatThrownBy(
              () ->
                  crew.turn(
                      worker -> {
                        throw new IllegalArgumentException("worker " + worker + " is tired");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("worker 0 is tired");
    }
  }

  @Test
  void ratesOfWorkersAddUp() {
    Crew.Turn<Integer> turn = new Crew.Turn<>(4, List.of(2.0, 4.0), List.of(1, 1));

    assertThat(turn.rate(8)).isEqualTo(6);
  }

  @Test
  void mediansAreOfTheMiddle() {
    assertThat(Repeated.of(List.of(4.0, 1.0, 2.0))).isEqualTo(new Repeated(2, 1, 4));
    assertThat(Repeated.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Repeated(2.5, 1, 4));
  }

  @Test
  void schedulesMeasureSomething() {
    assertThatThrownBy(() -> new Schedule(0, 0, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Cannot use --repeats = 0: it must be at least 1");
    assertThatThrownBy(() -> new Schedule(-1, 1, 1)).hasMessageContaining("--warm-up = -1");
    assertThatThrownBy(() -> new Schedule(0, 1, 0)).hasMessageContaining("--steps = 0");
  }
}
