/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import org.anchorage.core.vectors.Vectors;

/**
 * The mean of a base. Vectors are centred on it before they are multiplied, because the rounding
 * error of a product grows with the vectors' length, not with their distance. Immutable and
 * thread-safe.
 */
final class Centre {

  private final double[] mean;

  private Centre(double[] mean) {
    this.mean = mean;
  }

  /**
   * Returns the mean of some vectors.
   *
   * @param vectors at least one
   * @param what they are, for messages
   * @throws IllegalArgumentException if one is not finite or longer than 10^17
   */
  static Centre of(Vectors vectors, String what) {
    int dim = vectors.dim();
    float[] values = vectors.values();
    double[] mean = new double[dim];
    for (int row = 0; row < vectors.count(); row++) {
      double squared = 0;
      for (int i = 0; i < dim; i++) {
        double value = values[row * dim + i];
        mean[i] += value;
        squared += value * value;
      }
      Length.require(what, row, squared);
    }
    for (int i = 0; i < dim; i++) {
      mean[i] /= vectors.count();
    }
    return new Centre(mean);
  }

  /**
   * Writes a vector minus the mean.
   *
   * @return its squared length
   * @throws IllegalArgumentException if the vector is not finite or too long
   */
  double subtract(Vectors of, int row, float[] into, int at) {
    double squared = centred(of, row, into, at);
    // The mean is at most as long as the longest vector, so a vector accepted before passes again.
    Length.require("Vector", row, squared / 4);
    return squared;
  }

  /**
   * Writes a vector minus the mean, which may be that of other vectors.
   *
   * @param number of the vector, for the message
   * @return its squared length
   * @throws IllegalArgumentException if the vector is not finite or too far from the mean
   */
  double subtract(Vectors of, int row, int number, float[] into) {
    double squared = centred(of, row, into, 0);
    if (!Length.fits(squared / 4)) {
      throw new IllegalArgumentException(
          "The vector of row "
              + number
              + " is not finite, or is over 2 x 10^17 from the mean of the queries, so distances to"
              + " it mean nothing; look for a training run that diverged");
    }
    return squared;
  }

  private double centred(Vectors of, int row, float[] into, int at) {
    int dim = of.dim();
    float[] values = of.values();
    for (int i = 0; i < dim; i++) {
      into[at + i] = (float) (values[row * dim + i] - mean[i]);
    }
    // Two loops, and two sums: one alone would wait on itself at every addition.
    double even = 0;
    double odd = 0;
    int end = at + dim - 1;
    int i = at;
    for (; i < end; i += 2) {
      even += (double) into[i] * into[i];
      odd += (double) into[i + 1] * into[i + 1];
    }
    if (i == end) {
      even += (double) into[i] * into[i];
    }
    return even + odd;
  }

  /**
   * Writes a vector minus the mean, in double precision.
   *
   * @return its squared length
   * @throws IllegalArgumentException if the vector is not finite or too long
   */
  double subtract(Vectors of, int row, double[] into, int at) {
    int dim = of.dim();
    float[] values = of.values();
    double squared = 0;
    for (int i = 0; i < dim; i++) {
      double value = values[row * dim + i] - mean[i];
      into[at + i] = value;
      squared += value * value;
    }
    Length.require("Vector", row, squared / 4);
    return squared;
  }
}
