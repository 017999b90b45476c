/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TestAskingWatcher {

  private static final QuorumRound ROUND = new QuorumRound("run-1", 0, 0, 2, 1);

  /** A driver of which each answer is given by the test; none fails the question. */
  private static final class Scripted implements Quorum {

    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<ShareEnd> ends = new LinkedBlockingQueue<>();
    private final List<Share> asked = new CopyOnWriteArrayList<>();

    @Override
    public int mostSteps(Share share) throws Exception {
      asked.add(share);
      int answer = answers.take();
      if (answer == 0) {
        throw new IOException("the driver is busy");
      }
      return answer;
    }

    @Override
    public void reportEnd(ShareEnd end) throws Exception {
      ends.put(end);
      throw new IOException("the driver is busy");
    }
  }

  private final Scripted driver = new Scripted();

  private static void awaitEnd(Watch watch, int steps) {
    while (!watch.isAfter(steps)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aShareEndsAfterTheStepsThatTheDriverSays() {
    try (AskingWatcher watcher = new AskingWatcher(driver);
        Watch watch = watcher.watch(ROUND.share(1, 8))) {
      assertThat(watch.isAfter(7)).isFalse();
      driver.answers.add(Quorum.ALL);
      driver.answers.add(3);
      awaitEnd(watch, 3);
      assertThat(watch.isAfter(2)).isFalse();
      assertThat(watch.isAfter(4)).isTrue();
      assertThat(driver.asked).containsExactly(ROUND.share(1, 8), ROUND.share(1, 8));
    }
  }

  @Test
  void aDriverThatDoesNotAnswerStopsNobodyAndIsAskedAgain() throws InterruptedException {
    try (AskingWatcher watcher = new AskingWatcher(driver);
        Watch watch = watcher.watch(ROUND.share(1, 8))) {
      driver.answers.add(0);
      driver.answers.add(1);
      awaitEnd(watch, 1);
      assertThat(driver.asked).hasSize(2);
      watch.reportEnd(1);
      assertThat(driver.ends.take()).isEqualTo(new ShareEnd(ROUND.share(1, 8), 1));
      // That it was not heard does not end the thread.
      watch.reportEnd(2);
      assertThat(driver.ends.take().taken()).isEqualTo(2);
    }
  }

  /** The thread waits for an answer all the while. */
  @Test
  void nobodyWaitsForTheDriver() {
    try (AskingWatcher watcher = new AskingWatcher(driver);
        Watch watch = watcher.watch(ROUND.share(1, 8))) {
      while (driver.asked.isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(watch.isAfter(1)).isFalse();
      watch.reportEnd(8);
      assertThat(driver.ends).isEmpty();
    }
  }

  @Test
  void nothingIsAskedForAShareThatIsOver() throws InterruptedException {
    CountDownLatch all = new CountDownLatch(3);
    List<Integer> asked = new CopyOnWriteArrayList<>();
    Quorum counting =
        new Quorum() {
          @Override
          public int mostSteps(Share share) {
            asked.add(share.worker());
            if (share.worker() == 1) {
              all.countDown();
            }
            return ALL;
          }

          @Override
          public void reportEnd(ShareEnd end) {}
        };
    try (AskingWatcher watcher = new AskingWatcher(counting)) {
      watcher.watch(ROUND.share(0, 8)).close();
      Watch other = watcher.watch(ROUND.share(1, 8));
      all.await();
      other.close();
      assertThat(asked.stream().filter(worker -> worker == 0)).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void aTaskThatOutlivesThePluginGoesOn() {
    AskingWatcher watcher = new AskingWatcher(driver);
    Watch before = watcher.watch(ROUND.share(0, 8));
    watcher.close();
    Watch after = watcher.watch(ROUND.share(1, 8));
    for (Watch watch : List.of(before, after)) {
      assertThat(watch.isAfter(7)).isFalse();
      watch.reportEnd(8);
      watch.close();
    }
    assertThat(driver.ends).isEmpty();
  }

  @Test
  void workersEndThroughTheRegister() {
    QuorumRegister register = new QuorumRegister();
    try (AskingWatcher watcher = new AskingWatcher(register);
        Watch fast = watcher.watch(ROUND.share(0, 8));
        Watch slow = watcher.watch(ROUND.share(1, 8))) {
      fast.reportEnd(8);
      awaitEnd(slow, 1);
      Watch again = watcher.watch(ROUND.share(0, 8));
      awaitEnd(again, 8);
      assertThat(again.isAfter(7)).isFalse();
    }
  }
}
