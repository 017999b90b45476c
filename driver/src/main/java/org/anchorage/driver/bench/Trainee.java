/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLosses;
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
    learner =
        engine.learner(settings, RankingLosses.of(settings.loss(), settings.batch().classes()));
    embedder = engine.embedder(settings);
    seed = new Seed(settings.seed()).derive(worker);
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
