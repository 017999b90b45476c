/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.Arrays;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.plan.Batch;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.round.BatchReader;
import org.anchorage.worker.step.StepInput;
import org.anchorage.worker.step.Targets;

/**
 * Reads batches of features in place of images, for a network whose frozen part makes the same
 * features of an image at every step. Each image goes through the frozen part once. It does so in
 * batches of the size that training has, so that every sum is taken in the same order. Not
 * thread-safe; use one reader a task.
 */
public final class FeatureReader implements BatchReader {

  /** The frozen part of a network. */
  @FunctionalInterface
  public interface Frozen {

    /** Returns the features of {@code count} images, side by side. */
    float[] features(float[] images, int count);
  }

  private final Pixels pixels;
  private final PixelReader images;
  private final Features features;
  private final Frozen frozen;
  private final int size;

  /**
   * Creates a reader.
   *
   * @param pixels of the corpus
   * @param augment changes no image
   * @param features where features are kept
   * @param frozen makes features of images
   * @param size images in a batch
   */
  public FeatureReader(
      Pixels pixels, AugmentSettings augment, Features features, Frozen frozen, int size) {
    this.pixels = pixels;
    this.images = new PixelReader(pixels, augment);
    this.features = features;
    this.frozen = frozen;
    this.size = size;
  }

  /** Makes the features of those of some rows that are not kept yet. */
  public void require(int[] rows) {
    int[] missing = Arrays.stream(rows).filter(row -> !features.holds(row)).distinct().toArray();
    if (missing.length > 0) {
      pixels.require(missing);
    }
    for (int from = 0; from < missing.length; from += size) {
      made(Arrays.copyOfRange(missing, from, Math.min(missing.length, from + size)));
    }
  }

  /** Makes and keeps the features of at most {@code size} rows. */
  private float[] made(int[] rows) {
    int[] full = Arrays.copyOf(rows, size);
    Arrays.fill(full, rows.length, size, rows[0]);
    float[] made = frozen.features(images.plain(full, 0, size), size);
    int length = made.length / size;
    for (int i = 0; i < rows.length; i++) {
      features.keep(rows[i], made, i * length, length);
    }
    return made;
  }

  @Override
  public StepInput read(Batch batch, Seed seed) {
    int[] rows = batch.rows();
    int[] labels = new int[rows.length];
    float[] read = {};
    for (int i = 0; i < rows.length; i++) {
      float[] own = features.at(rows[i]);
      if (own == null) {
        // Not read yet, or lost with the disk.
        own = made(new int[] {rows[i]});
        own = Arrays.copyOf(own, own.length / size);
      }
      if (i == 0) {
        read = new float[rows.length * own.length];
      }
      System.arraycopy(own, 0, read, i * own.length, own.length);
      labels[i] = pixels.index().label(rows[i]);
    }
    return new StepInput(rows, read, labels, Targets.NONE);
  }
}
