/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.products;

import org.anchorage.core.vectors.Vectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A base made ready for matrix products: centred on a mean, times -2, transposed, and cut into
 * blocks of dim x columns outside the heap. The last block is filled up with columns that lie
 * infinitely far from every query. It also bounds the rounding error of the products.
 *
 * <p>Thread-safe, except that {@link #close} must not run beside other calls.
 */
public final class CentredBase implements AutoCloseable {

  private final Vectors vectors;
  private final Centre centre;
  private final int columns;
  private final INDArray[] blocks;
  private final boolean lent;
  private final float[][] lower;
  private final float[] spread;
  private final double relativeError;
  private final double longest;
  private volatile boolean closed;

  /**
   * Prepares a base.
   *
   * @param vectors at least one; kept, not copied
   * @param mostColumns vectors of a block, at most
   * @throws IllegalArgumentException if a vector is not finite or longer than 10^17
   */
  public CentredBase(Vectors vectors, int mostColumns) {
    this(vectors, null, Centre.of(vectors, "Vector"), Math.min(mostColumns, vectors.count()), null);
  }

  /**
   * Prepares a small base in memory that is used again: a base prepared in it earlier is lost. It
   * is centred on the mean of the queries. The nearer its vectors lie to that mean, the tighter are
   * the bounds on the products; they hold wherever the vectors lie.
   *
   * @param vectors at least one, and no more than the memory has columns; kept, not copied
   * @param rows the number of each vector, for messages
   * @param queries that it is multiplied with
   * @throws IllegalArgumentException if a vector is not finite, or is more than 2 x 10^17 from the
   *     queries' mean
   */
  public CentredBase(Vectors vectors, int[] rows, CentredQueries queries, ProductMemory memory) {
    this(vectors, rows, queries.centre(), memory.columns(vectors.count()), memory);
  }

  private CentredBase(
      Vectors vectors,
      int @Nullable [] rows,
      Centre centre,
      int columns,
      @Nullable ProductMemory memory) {
    this.vectors = vectors;
    this.lent = memory != null;
    int dim = vectors.dim();
    int count = vectors.count();
    this.columns = columns;
    this.centre = centre;
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
        int number = there && rows != null ? rows[row] : row;
        double squared = there ? centre.subtract(vectors, row, number, centred) : 0;
        most = Math.max(most, squared);
        lower[block][column] =
            there ? (float) (squared * (1 - relativeError)) : Float.POSITIVE_INFINITY;
        spread[row] = (float) (2 * relativeError * squared);
        for (int i = 0; i < dim; i++) {
          transposed[i * columns + column] = there ? -2 * centred[i] : 0;
        }
      }
      blocks[block] =
          memory == null
              ? outsideHeap(transposed, dim, columns)
              : memory.base(transposed, dim, columns);
    }
    // Rounding to floats may make it a little too short.
    this.longest = most * (1 + 0x1p-20);
  }

  /** Returns a copy outside all workspaces of the calling thread; to be closed. */
  static INDArray outsideHeap(float[] values, int rows, int columns) {
    return ProductMemory.send(
        values, Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', rows, columns));
  }

  /**
   * Bound on |s + q&sup2; - d| / (q&sup2; + b&sup2;), where s = b&sup2; - 2 q.b in floats, d is the
   * distance, and q and b are the centred lengths. A sum of dim products, added in any order, is
   * off by at most dim x 2^-24 / (1 - dim x 2^-24) of |q| |b| (Higham, Accuracy and Stability of
   * Numerical Algorithms, 3.1), and 2 |q| |b| is at most q&sup2; + b&sup2;. The 32 pays for
   * rounding centred vectors, squares, sums and distances to floats, each at most a few units.
   */
  private static double relativeError(int dim) {
    double units = (dim + 32) * 0x1p-24;
    return units / (1 - units);
  }

  /** Returns the vectors as they were given. */
  public Vectors vectors() {
    return vectors;
  }

  /** Returns how many vectors a block has. */
  public int columns() {
    return columns;
  }

  /** Returns how many blocks there are. */
  public int blocks() {
    return blocks.length;
  }

  /** Returns the mean that the base is centred on. */
  Centre centre() {
    return centre;
  }

  /** Returns a block of dim x columns; the vector at its first column is block x columns. */
  INDArray block(int block) {
    requireOpen();
    return blocks[block];
  }

  /**
   * Refuses a base that is closed.
   *
   * @throws IllegalStateException if it is
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "The base is closed; search before close(), or prepare the base again");
    }
  }

  /**
   * Returns b&sup2; (1 - error) of each vector b of a block, and infinity in a filled-up column.
   */
  public float[] lower(int block) {
    return lower[block];
  }

  /** Returns 2 b&sup2; error of each vector b. */
  public float[] spread() {
    return spread;
  }

  /**
   * Returns how much a query of this squared, centred length adds to the error of an approximate
   * distance in single precision.
   */
  public double error(double squaredLength) {
    // Products may underflow to zero, and then the error is not relative.
    return relativeError * squaredLength + 4.0 * vectors.dim() * Float.MIN_NORMAL;
  }

  /**
   * Returns a bound on how far {@link BlockProducts#distance} is from the exact distance of any
   * vector of the base to a query of this squared, centred length.
   */
  public double distanceError(double squaredLength) {
    return DoubleProducts.error(vectors.dim(), squaredLength * (1 + 0x1p-20), longest);
  }

  /** Frees the memory outside the heap; later products are refused. A second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (INDArray block : blocks) {
        if (!lent) {
          block.close();
        }
      }
    }
  }
}
