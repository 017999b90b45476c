/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.util.SplittableRandom;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.Targets;

/** Images of noise around a pattern of their class; row r is of class r / 4. */
record NoiseReader(int imageFloats) implements BatchReader {

  static int label(int row) {
    return row / 4;
  }

  @Override
  public StepInput read(Batch batch, Seed seed) {
    float[] images = new float[batch.size() * imageFloats];
    int[] labels = new int[batch.size()];
    for (int i = 0; i < batch.size(); i++) {
      int row = batch.rows()[i];
      labels[i] = label(row);
      SplittableRandom pattern = new Seed(7).derive(label(row)).generator();
      // Augmentation depends on the seed of the step, as the real one does.
      SplittableRandom noise = seed.derive(row).generator();
      for (int j = 0; j < imageFloats; j++) {
        images[i * imageFloats + j] =
            (float) (0.7 * pattern.nextDouble() + 0.3 * noise.nextDouble());
      }
    }
    return new StepInput(batch.rows(), images, labels, Targets.NONE);
  }
}
