/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.io.IOException;
import java.io.OutputStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepResult;
import org.anchorage.worker.step.StepSeconds;

/**
 * A learner of a network whose first layers are frozen: these make features of the images, and the
 * rest learns from the features. The features' time counts as forward time. Not thread-safe.
 */
public final class SplitLearner implements Learner {

  private final Embedder frozen;
  private final Learner tail;

  /**
   * Puts both parts together.
   *
   * @param frozen makes features of images
   * @param tail learns from features
   */
  public SplitLearner(Embedder frozen, Learner tail) {
    this.frozen = frozen;
    this.tail = tail;
  }

  @Override
  public StepResult step(StepInput input, Seed seed) {
    long began = System.nanoTime();
    float[] features = frozen.embed(input.images(), input.size());
    double seconds = (System.nanoTime() - began) / 1e9;
    StepResult result =
        tail.step(new StepInput(input.rows(), features, input.labels(), input.targets()), seed);
    return new StepResult(
        result.loss(),
        result.tuples(),
        result.active(),
        result.distance(),
        result.seconds().plus(new StepSeconds(seconds, 0, 0, 0, 0)));
  }

  @Override
  public void forget() {
    tail.forget();
  }

  @Override
  public float[] parameters() {
    return tail.parameters();
  }

  @Override
  public void setParameters(float[] values) {
    tail.setParameters(values);
  }

  @Override
  public float[] optimiserState() {
    return tail.optimiserState();
  }

  @Override
  public void setOptimiserState(float[] values) {
    tail.setOptimiserState(values);
  }

  @Override
  public void setRate(double factor) {
    tail.setRate(factor);
  }

  @Override
  public int iteration() {
    return tail.iteration();
  }

  @Override
  public void setIteration(int taken) {
    tail.setIteration(taken);
  }

  /** Writes the part that learns. */
  @Override
  public void write(OutputStream out) throws IOException {
    tail.write(out);
  }
}
