/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;

/**
 * Sums of the L2-normalised vectors of each class, over a part of a corpus. Parts are added with
 * {@link #plus}. Any order and grouping gives the same bits, because each component is rounded
 * once, to 2<sup>-38</sup>, and summed as an integer. This is enough for 33 million vectors of one
 * class; more raise an ArithmeticException.
 *
 * <p>Immutable; 8 x dim + 8 bytes a class.
 *
 * @param dim length of a vector
 * @param labels the classes that occur, ascending
 * @param counts number of vectors of each class
 * @param sums classes x dim, row-major, in units of 2<sup>-38</sup>
 */
public record CentroidSums(int dim, int[] labels, int[] counts, long[] sums)
    implements Serializable {

  private static final double ONE = 0x1p38;

  public CentroidSums {
    if (counts.length != labels.length || sums.length != labels.length * dim) {
      throw new IllegalArgumentException(
          labels.length
              + " classes have as many counts and "
              + dim
              + " sums each, not "
              + counts.length
              + " and "
              + sums.length);
    }
  }

  /**
   * Sums some vectors.
   *
   * @param vectors of any length; they are normalised here. A zero vector adds to the count alone
   * @param labels the class of each vector
   * @throws IllegalArgumentException if there are not as many labels, or a vector is not finite
   */
  public static CentroidSums of(Vectors vectors, int[] labels) {
    if (labels.length != vectors.count()) {
      throw new IllegalArgumentException(
          vectors.count() + " vectors need as many labels, not " + labels.length);
    }
    int dim = vectors.dim();
    int[] present = Arrays.stream(labels).sorted().distinct().toArray();
    int[] counts = new int[present.length];
    long[] sums = new long[present.length * dim];
    float[] unit = vectors.normalised().values();
    for (int row = 0; row < labels.length; row++) {
      int at = Arrays.binarySearch(present, labels[row]);
      counts[at]++;
      for (int i = 0; i < dim; i++) {
        float value = unit[row * dim + i];
        if (!(Math.abs(value) < 2)) {
          throw new IllegalArgumentException(
              "Vector " + row + " is not finite; look for a training run that diverged");
        }
        long units = Math.round(value * ONE);
        sums[at * dim + i] = Math.addExact(sums[at * dim + i], units);
      }
    }
    return new CentroidSums(dim, present, counts, sums);
  }

  /**
   * Returns the sums over both parts.
   *
   * @throws IllegalArgumentException if the other's vectors have another length
   */
  public CentroidSums plus(CentroidSums other) {
    if (other.dim != dim) {
      throw new IllegalArgumentException(
          "Sums of vectors of "
              + dim
              + " and of "
              + other.dim
              + " floats do not add up; embed both with the same encoder");
    }
    int[] all =
        IntStream.concat(Arrays.stream(labels), Arrays.stream(other.labels))
            .sorted()
            .distinct()
            .toArray();
    int[] allCounts = new int[all.length];
    long[] allSums = new long[all.length * dim];
    addTo(all, allCounts, allSums);
    other.addTo(all, allCounts, allSums);
    return new CentroidSums(dim, all, allCounts, allSums);
  }

  private void addTo(int[] all, int[] allCounts, long[] allSums) {
    for (int i = 0; i < labels.length; i++) {
      int at = Arrays.binarySearch(all, labels[i]);
      allCounts[at] = Math.addExact(allCounts[at], counts[i]);
      for (int j = 0; j < dim; j++) {
        allSums[at * dim + j] = Math.addExact(allSums[at * dim + j], sums[i * dim + j]);
      }
    }
  }

  /** Returns whether the vectors of a class cancel out, or are all zero. */
  boolean isZero(int index) {
    for (int i = index * dim; i < (index + 1) * dim; i++) {
      if (sums[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes the centroid of a class: the mean of its vectors. */
  void centroid(int index, float[] into, int at) {
    for (int i = 0; i < dim; i++) {
      into[at + i] = (float) (sums[index * dim + i] / ONE / counts[index]);
    }
  }
}
