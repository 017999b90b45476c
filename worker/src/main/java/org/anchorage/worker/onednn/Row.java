/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import org.anchorage.worker.head.MapMean;

/**
 * A layer of the head. It reads rows, or maps as rows of H W C numbers. An image's result depends
 * on that image alone.
 */
interface Row {

  /**
   * Computes the layer.
   *
   * @param rows count x size; may be overwritten
   * @return count x size of the result
   */
  float[] of(float[] rows, int count);

  /** Pooling over all pixels. */
  record Pooled(MapMean mean, int channels) implements Row {

    @Override
    public float[] of(float[] maps, int count) {
      float[] rows = new float[count * channels];
      for (int n = 0; n < count; n++) {
        mean.pool(maps, n, rows);
      }
      return rows;
    }
  }

  /** Changes a row in place. */
  @FunctionalInterface
  interface Scaling {

    /**
     * Changes a row.
     *
     * @param from index of its first number
     */
    void scale(float[] rows, int from, int size);
  }

  /** Layer normalisation or unit length. */
  record Scaled(Scaling scaling) implements Row {

    @Override
    public float[] of(float[] rows, int count) {
      int size = rows.length / count;
      for (int from = 0; from < rows.length; from += size) {
        scaling.scale(rows, from, size);
      }
      return rows;
    }
  }

  /**
   * A linear layer.
   *
   * @param plan of one convolution over rows as images of one pixel, which gives the same bits at
   *     any number of images
   */
  record Linear(Plan plan) implements Row {

    @Override
    public float[] of(float[] rows, int count) {
      return plan.run(rows, 0, rows.length, count);
    }
  }
}
