/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.Encoders;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.anchorage.worker.step.StepSeconds;

/** A network of this project's layers, trained and embedded with as in a run. */
final class OwnTrainee implements Trainee {

  private final NoiseBatch batch;
  private final Learner learner;
  private final Embedder embedder;
  private final Seed seed;

  OwnTrainee(Settings settings, int worker) {
    batch = NoiseBatch.of(settings, worker);
    learner =
        new Learner(
            Encoders.create(
                settings, RankingLosses.of(settings.loss(), settings.batch().classes())));
    embedder = new Embedder(learner.network());
    seed = new Seed(settings.seed()).derive(worker);
  }

  @Override
  public StepSeconds step() {
    return learner.step(batch.images(), batch.labels(), seed.derive(learner.iteration())).seconds();
  }

  @Override
  public void embed() {
    embedder.embed(batch.images(), batch.labels().length);
  }
}
