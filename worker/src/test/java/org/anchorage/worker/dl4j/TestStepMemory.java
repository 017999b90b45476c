/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** A step keeps its arrays for the next: what it allocates is not in proportion to the batch. */
class TestStepMemory {

  private static final int STEPS = 10;
  private static final int SIDE = 16;

  /** With batch-hard triplets, of which there are as many as images: tuples have to be kept. */
  @Test
  void allocatesNoMoreForALargerBatch() {
    Bytes few = allocated(8);
    Bytes many = allocated(128);
    // One array of 128 x 128 doubles has 131 KB, one of the batch's images as floats as much.
    assertThat(many.heap() - few.heap()).isLessThan(65_536);
    assertThat(many.outside()).isLessThan(131_072);
  }

  /**
   * What steps leave behind.
   *
   * @param heap bytes that a step allocates on the heap
   * @param outside bytes outside it that all of them together keep
   */
  private record Bytes(long heap, long outside) {}

  private static Bytes allocated(int batch) {
    Settings settings =
        SettingsReader.defaults()
            .with(
                List.of(
                    "encoder.name=c2f2",
                    "image.width=16",
                    "image.height=16",
                    "embedding.dim=32",
                    "loss.triplet.miner=batch-hard"))
            .settings();
    Learner learner =
        new Nd4jLearner(Encoders.create(settings, RankingLosses.of(settings.loss(), 4)));
    SplittableRandom random = new Seed(1).generator();
    float[] images = new float[batch * SIDE * SIDE];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = i / 2 % 4;
    }
    steps(learner, images, labels);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long heap = threads.getCurrentThreadAllocatedBytes();
    long outside = Pointer.totalBytes();
    steps(learner, images, labels);
    return new Bytes(
        (threads.getCurrentThreadAllocatedBytes() - heap) / STEPS, Pointer.totalBytes() - outside);
  }

  private static void steps(Learner learner, float[] images, int[] labels) {
    for (int i = 0; i < STEPS; i++) {
      learner.step(StepInput.of(images, labels), new Seed(i));
    }
  }
}
