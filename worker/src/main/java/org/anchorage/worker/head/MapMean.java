/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.head;

import org.anchorage.core.architecture.Layer;

/**
 * Makes one number of each channel of a map, and takes slopes back. Images are N x area x channels.
 * Immutable and thread-safe.
 */
public sealed interface MapMean {

  /**
   * Returns the mean of a pooling.
   *
   * @param area pixels of a map
   * @param exponent p of the generalised mean; not read by the others
   */
  static MapMean of(Layer.Pooling pooling, int area, int channels, double exponent) {
    return switch (pooling) {
      case AVERAGE -> new Extremes(area, channels, 1, 0);
      case MAX -> new Extremes(area, channels, 0, 1);
      case AVERAGE_MAX -> new Extremes(area, channels, 1, 1);
      case GEM -> new Powers(area, channels, exponent);
    };
  }

  /** Writes row n of the pooled values. */
  void pool(float[] pixels, int n, float[] pooled);

  /**
   * Overwrites the pixels of image n with their slopes, and returns its part of the exponent's.
   *
   * @param slope of the pooled values
   */
  double slopes(float[] pixels, int n, float[] slope);

  /**
   * A sum of average and maximum. If several pixels are largest, the first takes the gradient.
   *
   * @param average weight of the average
   * @param most weight of the maximum
   */
  record Extremes(int area, int channels, float average, float most) implements MapMean {

    @Override
    public void pool(float[] pixels, int n, float[] pooled) {
      for (int c = 0; c < channels; c++) {
        int at = n * area * channels + c;
        double sum = 0;
        for (int i = 0; i < area; i++) {
          sum += pixels[at + i * channels];
        }
        pooled[n * channels + c] =
            (float) (average * sum / area + most * pixels[at + largest(pixels, at) * channels]);
      }
    }

    @Override
    public double slopes(float[] pixels, int n, float[] slope) {
      for (int c = 0; c < channels; c++) {
        int at = n * area * channels + c;
        int largest = largest(pixels, at);
        float given = slope[n * channels + c];
        for (int i = 0; i < area; i++) {
          pixels[at + i * channels] = average * given / area;
        }
        pixels[at + largest * channels] += most * given;
      }
      return 0;
    }

    private int largest(float[] pixels, int at) {
      int best = 0;
      for (int i = 1; i < area; i++) {
        if (pixels[at + i * channels] > pixels[at + best * channels]) {
          best = i;
        }
      }
      return best;
    }
  }

  /**
   * The generalised mean y = mean(max(x, 1e-6)^p)^(1/p), in double precision. Pixels under 1e-6
   * take no gradient.
   *
   * @param p its exponent
   */
  record Powers(int area, int channels, double p) implements MapMean {

    private static final double LEAST = Layer.GlobalPool.LEAST;

    @Override
    public void pool(float[] pixels, int n, float[] pooled) {
      for (int c = 0; c < channels; c++) {
        pooled[n * channels + c] = (float) Math.pow(mean(pixels, n * area * channels + c), 1 / p);
      }
    }

    private double mean(float[] pixels, int at) {
      double sum = 0;
      for (int i = 0; i < area; i++) {
        sum += Math.pow(Math.max(pixels[at + i * channels], LEAST), p);
      }
      return sum / area;
    }

    /**
     * With m the mean of powers and y = m^(1/p): dy/dx = y / (m area) x^(p-1), and dy/dp = y / p
     * (mean(x^p ln x) / m - ln(m) / p).
     */
    @Override
    public double slopes(float[] pixels, int n, float[] slope) {
      double ofExponent = 0;
      for (int c = 0; c < channels; c++) {
        int at = n * area * channels + c;
        double mean = mean(pixels, at);
        double y = Math.pow(mean, 1 / p);
        double given = slope[n * channels + c];
        double logs = 0;
        for (int i = 0; i < area; i++) {
          double x = Math.max(pixels[at + i * channels], LEAST);
          double power = Math.pow(x, p);
          logs += power * Math.log(x);
          pixels[at + i * channels] =
              x > LEAST ? (float) (given * y / (mean * area) * power / x) : 0;
        }
        ofExponent += given * y / p * (logs / (area * mean) - Math.log(mean) / p);
      }
      return ofExponent;
    }
  }
}
