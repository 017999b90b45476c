/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.anchorage.core.config.OptimiserSettings.State;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.round.BatchReader;
import org.anchorage.worker.round.EarlyEnd;
import org.anchorage.worker.round.RoundEnd;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.junit.jupiter.api.Test;

class TestWorkerSlot {

  private static final Seed SEED = new Seed(5);
  private static final WorkerRound PART =
      new WorkerRound(
          0, 0, 0, List.of(new Batch(new int[] {0, 1, 2, 3}), new Batch(new int[] {4, 5, 6, 7})));

  private final Settings settings =
      SettingsReader.defaults()
          .with(
              List.of(
                  "image.width=8",
                  "image.height=8",
                  "encoder.name=residual",
                  "encoder.width=4",
                  "embedding.dim=8"))
          .settings();

  private Learner learner() {
    return Engines.of(settings).learner(settings, RankingLosses.of(settings.loss(), 4));
  }

  private RoundStart start(int round) {
    return new RoundStart(round, learner().parameters(), new float[0], 2 * round);
  }

  /** Noise; two images of a class. Cannot read a row that it is told to fail on. */
  private record Noise(int failing) implements BatchReader {

    @Override
    public StepInput read(Batch batch, Seed seed) {
      float[] images = new float[batch.size() * 8 * 8];
      int[] labels = new int[batch.size()];
      SplittableRandom noise = seed.generator();
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) noise.nextDouble();
      }
      for (int i = 0; i < labels.length; i++) {
        if (batch.rows()[i] == failing) {
          throw new IllegalStateException("lost the disk");
        }
        labels[i] = batch.rows()[i] / 2;
      }
      return StepInput.of(images, labels);
    }
  }

  private static RoundEnd run(WorkerSlot slot, RoundStart start, int failing) {
    return slot.run(PART, start, new Noise(failing), SEED, State.KEPT, EarlyEnd.NEVER);
  }

  @Test
  void aTaskThatIsRunAgainStartsFromTheMomentsOfItsFirstTry() {
    WorkerSlot slot = new WorkerSlot(this::learner);
    RoundEnd first = run(slot, start(0), -1);
    RoundEnd second = run(slot, start(1), -1);
    assertThat(run(slot, start(1), -1).parameters()).isEqualTo(second.parameters());
    assertThat(run(new WorkerSlot(this::learner), start(0), -1).parameters())
        .isEqualTo(first.parameters());
    assertThat(run(new WorkerSlot(this::learner), start(1), -1).parameters())
        .isNotEqualTo(second.parameters());
  }

  @Test
  void soDoesOneWhoseFirstTryFailed() {
    WorkerSlot undisturbed = new WorkerSlot(this::learner);
    run(undisturbed, start(0), -1);
    RoundEnd expected = run(undisturbed, start(1), -1);

    BroadcastKey key = new BroadcastKey("test", 1);
    WorkerSlot slot = ExecutorCache.worker(key, 0, this::learner);
    run(slot, start(0), -1);
    WorkerSlot again = ExecutorCache.worker(key, 0, this::learner);
    assertThatThrownBy(() -> run(again, start(1), 6)).hasMessage("lost the disk");
    WorkerSlot retried = ExecutorCache.worker(key, 0, this::learner);
    assertThat(run(retried, start(1), -1).parameters()).isEqualTo(expected.parameters());
    ExecutorCache.forget(key);
  }

  /** Noise that waits in its first batch, whoever interrupts it. */
  private record Waiting(CountDownLatch reached, CountDownLatch released) implements BatchReader {

    @Override
    public StepInput read(Batch batch, Seed seed) {
      reached.countDown();
      while (released.getCount() > 0) {
        Thread.onSpinWait();
      }
      return new Noise(-1).read(batch, seed);
    }
  }

  /** As Spark kills a task: its thread is free, and what it began goes on for a while. */
  @Test
  void soDoesOneWhoseFirstTryWasInterruptedAndWentOn() throws InterruptedException {
    WorkerSlot undisturbed = new WorkerSlot(this::learner);
    run(undisturbed, start(0), -1);
    RoundEnd expected = run(undisturbed, start(1), -1);

    WorkerSlot slot = new WorkerSlot(this::learner);
    run(slot, start(0), -1);
    Waiting waiting = new Waiting(new CountDownLatch(1), new CountDownLatch(1));
    List<String> thrown = new CopyOnWriteArrayList<>();
    Thread first =
        new Thread(
            () -> {
              try {
                slot.run(PART, start(1), waiting, SEED, State.KEPT, EarlyEnd.NEVER);
              } catch (IllegalStateException e) {
                thrown.add(e.getMessage());
              }
            });
    first.start();
    waiting.reached().await();
    first.interrupt();
    first.join();
    assertThat(thrown).containsExactly("A worker was interrupted in the middle of its round");
    waiting.released().countDown();
    assertThat(run(slot, start(1), -1).parameters()).isEqualTo(expected.parameters());
  }
}
