/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.round.BatchReader;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.Targets;

/** Reads batches from an executor's pixels. Not thread-safe; use one reader a task. */
public final class PixelReader implements BatchReader {

  private final Pixels pixels;
  private final Augmenter augmenter;
  private final int imageFloats;
  private float[] images = {};
  private int[] labels = {};

  /** Creates a reader with these settings of augmentation. */
  public PixelReader(Pixels pixels, AugmentSettings augment) {
    this.pixels = pixels;
    CorpusIndex index = pixels.index();
    this.augmenter = new Augmenter(index.image(), index.input(), augment);
    this.imageFloats = index.image().bytes();
  }

  @Override
  public StepInput read(Batch batch, Seed seed) {
    int[] rows = batch.rows();
    if (labels.length != rows.length) {
      labels = new int[rows.length];
      images = new float[rows.length * imageFloats];
    }
    byte[][] decoded = pixels.at(rows, 0, rows.length);
    for (int i = 0; i < rows.length; i++) {
      augmenter.augment(decoded[i], seed.derive(i), images, i * imageFloats);
      labels[i] = pixels.index().label(rows[i]);
    }
    return new StepInput(rows, images, labels, Targets.NONE);
  }

  /**
   * Reads some rows without augmentation, for embedding.
   *
   * @param rows of the corpus
   * @param from first index into {@code rows} (included)
   * @param to last index into {@code rows} (not included)
   * @return (to - from) x H x W x C floats, as the network's input rule makes them
   */
  public float[] plain(int[] rows, int from, int to) {
    float[] images = new float[(to - from) * imageFloats];
    byte[][] decoded = pixels.at(rows, from, to);
    for (int i = 0; i < decoded.length; i++) {
      augmenter.plain(decoded[i], images, i * imageFloats);
    }
    return images;
  }
}
