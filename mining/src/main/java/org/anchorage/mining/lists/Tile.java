/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

/**
 * {@value #DIMS} dimensions of a block of {@value #VECTORS} vectors, dimension by dimension. Java's
 * compiler makes vector instructions of the loop over a tile, because all its places are constants.
 * (With places known at run time only, it does not: the loop then takes three times as long.)
 */
final class Tile {

  /** Vectors of a block. */
  static final int VECTORS = 64;

  /** Dimensions of a tile. */
  static final int DIMS = 16;

  /** Numbers of a tile. */
  static final int FLOATS = VECTORS * DIMS;

  private Tile() {}

  /** Returns how many tiles a block has; the last may be filled up with zeros. */
  static int count(int dim) {
    return (dim - 1) / DIMS + 1;
  }

  /** Returns empty tiles of one block. */
  static float[][] block(int dim) {
    return new float[count(dim)][FLOATS];
  }

  /**
   * Adds the squared differences between a query and the vectors of a block, in the dimensions of
   * one tile.
   *
   * <p>The method has more than 325 bytes of code, so HotSpot does not inline it into the loop over
   * tiles. There, the loop does not become vector instructions, and takes three times as long.
   *
   * @param query filled up with zeros to whole tiles
   * @param from first dimension of the tile
   * @param sums of each vector
   */
  static void add(float[] tile, float[] query, int from, float[] sums) {
    float q0 = query[from];
    float q1 = query[from + 1];
    float q2 = query[from + 2];
    float q3 = query[from + 3];
    float q4 = query[from + 4];
    float q5 = query[from + 5];
    float q6 = query[from + 6];
    float q7 = query[from + 7];
    float q8 = query[from + 8];
    float q9 = query[from + 9];
    float q10 = query[from + 10];
    float q11 = query[from + 11];
    float q12 = query[from + 12];
    float q13 = query[from + 13];
    float q14 = query[from + 14];
    float q15 = query[from + 15];
    for (int j = 0; j < VECTORS; j++) {
      float d0 = q0 - tile[j];
      float d1 = q1 - tile[VECTORS + j];
      float d2 = q2 - tile[2 * VECTORS + j];
      float d3 = q3 - tile[3 * VECTORS + j];
      float d4 = q4 - tile[4 * VECTORS + j];
      float d5 = q5 - tile[5 * VECTORS + j];
      float d6 = q6 - tile[6 * VECTORS + j];
      float d7 = q7 - tile[7 * VECTORS + j];
      sums[j] +=
          ((d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3)) + ((d4 * d4 + d5 * d5) + (d6 * d6 + d7 * d7));
    }
    for (int j = 0; j < VECTORS; j++) {
      float d8 = q8 - tile[8 * VECTORS + j];
      float d9 = q9 - tile[9 * VECTORS + j];
      float d10 = q10 - tile[10 * VECTORS + j];
      float d11 = q11 - tile[11 * VECTORS + j];
      float d12 = q12 - tile[12 * VECTORS + j];
      float d13 = q13 - tile[13 * VECTORS + j];
      float d14 = q14 - tile[14 * VECTORS + j];
      float d15 = q15 - tile[15 * VECTORS + j];
      sums[j] +=
          ((d8 * d8 + d9 * d9) + (d10 * d10 + d11 * d11))
              + ((d12 * d12 + d13 * d13) + (d14 * d14 + d15 * d15));
    }
  }

  /**
   * Returns the largest sum of a vector whose exact distance, rounded to a float, may be a certain
   * one or less. No term is negative, so a sum's error is relative: at most dim / 8 + 20 roundings
   * of 2^-24, in the order of {@link #add} or number by number (Higham, Accuracy and Stability of
   * Numerical Algorithms, 4.2). What may underflow is added.
   */
  static float limit(float distance, int dim) {
    double slack = 2.0 * (dim / DIMS + 16) * 0x1p-24;
    return Math.nextUp((float) (distance * (1 + slack) + dim * (double) Float.MIN_NORMAL));
  }
}
