/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.round.SplitLearner;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.StepSeconds;

/** The networks of a worker that are measured, with their batch. Not thread-safe. */
final class Trainee {

  private final StepInput batch;
  private final Learner learner;
  private final Embedder embedder;
  private final Seed seed;

  /** Makes a worker's networks as a run does: one that trains and one that embeds. */
  Trainee(Engine engine, Settings settings, int worker) {
    batch = NoiseBatch.of(settings, worker);
    learner = learner(engine, settings);
    embedder = engine.embedder(settings);
    seed = new Seed(settings.seed()).derive(worker);
  }

  /**
   * Makes a network that trains as after the warm-up, from drawn weights. A frozen part makes its
   * features anew at every step, as it does of augmented images.
   */
  private static Learner learner(Engine engine, Settings settings) {
    RankingLoss loss = RankingLosses.of(settings.loss(), settings.batch().classes());
    if (!settings.encoder().architecture().isBackbone()) {
      return engine.learner(settings, loss);
    }
    Trainable trainable = settings.fineTune().trainable();
    float[] start = engine.initial(settings, loss);
    Learner moving = engine.learner(settings, loss, trainable, start);
    return trainable.isAll()
        ? moving
        : new SplitLearner(engine.frozen(settings, trainable, start), moving);
  }

  /**
   * Takes an optimiser step on the batch.
   *
   * @return where its time went, as far as the engine knows
   */
  StepSeconds step() {
    return learner.step(batch, seed.derive(learner.iteration())).seconds();
  }

  /** Embeds the batch. */
  void embed() {
    embedder.embed(batch.images(), batch.size());
  }
}
