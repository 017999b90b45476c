/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.SplittableRandom;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.step.StepInput;

/** Batches of noise: a step on them takes as long as on pictures. */
final class NoiseBatch {

  private NoiseBatch() {}

  /**
   * Draws the batch of a worker: images evenly from [0, 1), labels 0 to P - 1, the images of a
   * class side by side.
   */
  static StepInput of(Settings settings, int worker) {
    int size = settings.batch().size();
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i / settings.batch().images();
    }
    SplittableRandom random = new Seed(settings.seed()).derive("noise").derive(worker).generator();
    float[] images = new float[size * settings.image().bytes()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    return StepInput.of(images, labels);
  }
}
