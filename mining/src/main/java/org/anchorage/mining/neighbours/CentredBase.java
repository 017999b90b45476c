/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import org.anchorage.core.vectors.Vectors;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A base made ready for matrix products: centred on its mean, times -2, transposed, and cut into
 * blocks of dim x columns outside the heap. The last block is filled up with columns that are
 * nobody's neighbours.
 *
 * <p>Thread-safe but for {@link #close}.
 */
final class CentredBase implements AutoCloseable {

  /** Squares and products of vectors twice as long must not overflow a float. */
  private static final double LONGEST = 1e17;

  private final Vectors vectors;
  private final double[] mean;
  private final int columns;
  private final INDArray[] blocks;
  private final float[][] lower;
  private final float[] spread;
  private final double relativeError;
  private final double longest;
  private volatile boolean closed;

  /** Prepares the vectors in blocks of at most so many columns. */
  CentredBase(Vectors vectors, int mostColumns) {
    this.vectors = vectors;
    int dim = vectors.dim();
    int count = vectors.count();
    this.columns = Math.min(mostColumns, count);
    this.mean = mean(vectors);
    this.relativeError = relativeError(dim);
    int blockCount = (count + columns - 1) / columns;
    this.blocks = new INDArray[blockCount];
    this.lower = new float[blockCount][columns];
    this.spread = new float[blockCount * columns];
    double most = 0;
    float[] centred = new float[dim];
    float[] transposed = new float[dim * columns];
    for (int block = 0; block < blockCount; block++) {
      for (int column = 0; column < columns; column++) {
        int row = block * columns + column;
        boolean there = row < count;
        double squared = there ? centre(vectors, row, centred, 0) : 0;
        most = Math.max(most, squared);
        lower[block][column] =
            there ? (float) (squared * (1 - relativeError)) : Float.POSITIVE_INFINITY;
        spread[row] = (float) (2 * relativeError * squared);
        for (int i = 0; i < dim; i++) {
          transposed[i * columns + column] = there ? -2 * centred[i] : 0;
        }
      }
      blocks[block] = outsideHeap(transposed, dim, columns);
    }
    // Rounded to floats, it may be a little too short.
    this.longest = most * (1 + 0x1p-20);
  }

  /** Returns a copy that belongs to no workspace of the calling thread; to be closed. */
  @SuppressWarnings("try")
  static INDArray outsideHeap(float[] values, int rows, int columns) {
    try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.createFromArray(values).reshape('c', rows, columns);
    }
  }

  /**
   * Bound on |s + q&sup2; - d| / (q&sup2; + b&sup2;), where s = b&sup2; - 2 q.b in floats, d is the
   * distance, and q and b are the centred lengths. A sum of dim products, added in any order, is
   * off by at most dim x 2^-24 / (1 - dim x 2^-24) of |q| |b| (Higham, Accuracy and Stability of
   * Numerical Algorithms, 3.1), and 2 |q| |b| is at most q&sup2; + b&sup2;; the 32 pays for
   * rounding centred vectors, squares, sums and distances to floats, each at most a few units.
   */
  private static double relativeError(int dim) {
    double units = (dim + 32) * 0x1p-24;
    return units / (1 - units);
  }

  private static double[] mean(Vectors vectors) {
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
      check(row, squared);
    }
    for (int i = 0; i < dim; i++) {
      mean[i] /= vectors.count();
    }
    return mean;
  }

  private static void check(int row, double squaredLength) {
    if (!(squaredLength <= LONGEST * LONGEST)) {
      throw new IllegalArgumentException(
          "Vector "
              + row
              + " is not finite or is over 10^17 long, so distances to it mean nothing;"
              + " look for a training run that diverged");
    }
  }

  /**
   * Writes a vector less the mean.
   *
   * @return its squared length
   * @throws IllegalArgumentException if that is not finite or too long
   */
  double centre(Vectors of, int row, float[] into, int at) {
    int dim = of.dim();
    float[] values = of.values();
    double squared = 0;
    for (int i = 0; i < dim; i++) {
      float value = (float) (values[row * dim + i] - mean[i]);
      into[at + i] = value;
      squared += (double) value * value;
    }
    // The mean is as long as the longest vector at most, so one that was let in passes again.
    check(row, squared / 4);
    return squared;
  }

  /**
   * Writes a vector less the mean, in double precision.
   *
   * @return its squared length
   * @throws IllegalArgumentException if that is not finite or too long
   */
  double centre(Vectors of, int row, double[] into, int at) {
    int dim = of.dim();
    float[] values = of.values();
    double squared = 0;
    for (int i = 0; i < dim; i++) {
      double value = values[row * dim + i] - mean[i];
      into[at + i] = value;
      squared += value * value;
    }
    check(row, squared / 4);
    return squared;
  }

  Vectors vectors() {
    return vectors;
  }

  int columns() {
    return columns;
  }

  int blocks() {
    return blocks.length;
  }

  /** Returns a block of dim x columns; the vector at its first column is block x columns. */
  INDArray block(int block) {
    if (closed) {
      throw new IllegalStateException(
          "These neighbours are closed; search before close(), or prepare the base again");
    }
    return blocks[block];
  }

  /** Returns b&sup2; (1 - error) of each vector b of a block, and infinity where there is none. */
  float[] lower(int block) {
    return lower[block];
  }

  /** Returns 2 b&sup2; error of each vector b. */
  float[] spread() {
    return spread;
  }

  /** Returns a bound on the squared, centred length of every vector. */
  double longest() {
    return longest;
  }

  /** Returns what the error adds for a query of this squared length. */
  double error(double squaredLength) {
    // Products may underflow to zero, and then the error is not relative.
    return relativeError * squaredLength + 4.0 * vectors.dim() * Float.MIN_NORMAL;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (INDArray block : blocks) {
        block.close();
      }
    }
  }
}
