/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import org.anchorage.core.architecture.Layer.Pooling;

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

  /**
   * Pooling over all pixels.
   *
   * @param pixels of a map
   * @param exponent of the generalised mean; not read by the others
   */
  record Pooled(Pooling pooling, int pixels, int channels, double exponent) implements Row {

    /** The least value that a generalised mean reads. */
    private static final float LEAST = 1e-6f;

    @Override
    public float[] of(float[] maps, int count) {
      float[] rows = new float[count * channels];
      for (int n = 0; n < count; n++) {
        for (int c = 0; c < channels; c++) {
          rows[n * channels + c] = (float) pooled(maps, n * pixels * channels + c);
        }
      }
      return rows;
    }

    private double pooled(float[] maps, int from) {
      double sum = 0;
      double most = Double.NEGATIVE_INFINITY;
      int to = from + pixels * channels;
      for (int i = from; i < to; i += channels) {
        most = Math.max(most, maps[i]);
        sum += pooling == Pooling.GEM ? Math.pow(Math.max(maps[i], LEAST), exponent) : maps[i];
      }
      double mean = sum / pixels;
      return switch (pooling) {
        case AVERAGE -> mean;
        case MAX -> most;
        case AVERAGE_MAX -> mean + most;
        case GEM -> Math.pow(mean, 1 / exponent);
      };
    }
  }

  /** Layer normalisation: mean 0 and variance 1, with 1e-5 added to the variance. */
  record Normed() implements Row {

    private static final double EPSILON = 1e-5;

    @Override
    public float[] of(float[] rows, int count) {
      int size = rows.length / count;
      for (int from = 0; from < rows.length; from += size) {
        double sum = 0;
        for (int i = from; i < from + size; i++) {
          sum += rows[i];
        }
        double mean = sum / size;
        double squares = 0;
        for (int i = from; i < from + size; i++) {
          squares += (rows[i] - mean) * (rows[i] - mean);
        }
        double deviation = Math.sqrt(squares / size + EPSILON);
        for (int i = from; i < from + size; i++) {
          rows[i] = (float) ((rows[i] - mean) / deviation);
        }
      }
      return rows;
    }
  }

  /** Division by the length; rows shorter than 1e-8 are divided by that. */
  record UnitLong() implements Row {

    private static final double SHORTEST = 1e-8;

    @Override
    public float[] of(float[] rows, int count) {
      int size = rows.length / count;
      for (int from = 0; from < rows.length; from += size) {
        double squares = 0;
        for (int i = from; i < from + size; i++) {
          squares += (double) rows[i] * rows[i];
        }
        double scale = 1 / Math.max(Math.sqrt(squares), SHORTEST);
        for (int i = from; i < from + size; i++) {
          rows[i] = (float) (rows[i] * scale);
        }
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
