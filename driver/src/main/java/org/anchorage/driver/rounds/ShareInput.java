/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.FeatureReader;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.run.RunContext;
import org.anchorage.worker.round.BatchReader;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Learner;

/**
 * What a worker's share of a round reads and trains. If the head alone moves and no image is
 * augmented, a step reads features that are made once an image; else it reads images.
 *
 * @param kind names the learner: another kind needs another one
 * @param learner makes the network
 * @param reader of the batches
 */
record ShareInput(String kind, Supplier<Learner> learner, BatchReader reader) {

  /** Returns a share's input, with all its images or features at hand. */
  static ShareInput of(RunContext.Shared shared, WorkerRound part) {
    Settings settings = shared.settings();
    Trainable trainable = settings.fineTune().trainable(part.epoch() + 1);
    Pixels pixels = shared.pixels();
    int[] rows =
        part.batches().stream().flatMapToInt(batch -> IntStream.of(batch.rows())).toArray();
    if (trainable.equals(Trainable.HEAD) && settings.augment().isIdentity()) {
      FeatureReader reader =
          new FeatureReader(
              pixels,
              settings.augment(),
              ExecutorCache.features(shared.key(), pixels::features),
              (images, count) ->
                  ExecutorCache.lendFrozen(
                      shared.key(),
                      () -> shared.frozen(trainable),
                      frozen -> frozen.embed(images, count)),
              settings.batch().size());
      reader.require(rows);
      return new ShareInput(
          trainable.written() + " of features", () -> shared.tail(trainable), reader);
    }
    // All at once, so that each shard is read once, from its beginning to its end.
    pixels.require(rows);
    return new ShareInput(
        trainable.written(),
        () -> shared.learner(trainable),
        new PixelReader(pixels, settings.augment()));
  }
}
