/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One step of c2f2 with 256 images of 28 x 28 and batch-hard triplets, on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 5)
@Fork(1)
public class StepBenchmark {

  private StepInput batch;
  private Learner learner;
  private long step;

  /** Makes the network. */
  @Setup
  public void prepare() {
    Settings settings =
        SettingsReader.defaults().with(List.of("loss.triplet.miner=batch-hard")).settings();
    int[] labels = BenchmarkBatch.labels();
    float[] images = new float[labels.length * settings.image().bytes()];
    SplittableRandom random = new Seed(3).generator();
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    batch = StepInput.of(images, labels);
    learner =
        Engines.of(settings)
            .learner(settings, RankingLosses.of(settings.loss(), BenchmarkBatch.CLASSES));
  }

  /** Takes a step. */
  @Benchmark
  public StepResult c2f2() {
    StepResult result = learner.step(batch, new Seed(step++));
    if (!Double.isFinite(result.loss())) {
      throw new IllegalStateException("The loss is " + result.loss());
    }
    return result;
  }
}
