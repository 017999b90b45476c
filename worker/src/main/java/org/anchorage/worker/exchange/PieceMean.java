/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.util.Arrays;
import java.util.List;

/** The mean of pieces of one slice, by the examples that stand behind each. Stateless. */
final class PieceMean {

  /** Values at a time: sums of them stay in the nearest cache from one piece to the next. */
  private static final int BLOCK = 1 << 10;

  private PieceMean() {}

  /**
   * Returns the mean, taken in double precision in the order of the pieces.
   *
   * @param pieces each of at least one example
   * @param codec that encoded them
   * @param length of the slice
   */
  static float[] of(List<Piece> pieces, Codec codec, int length) {
    long examples = pieces.stream().mapToLong(piece -> piece.work().examples()).sum();
    float[] mean = new float[length];
    float[] values = new float[BLOCK];
    double[] sums = new double[BLOCK];
    for (int begin = 0; begin < length; begin += BLOCK) {
      int count = Math.min(BLOCK, length - begin);
      Arrays.fill(sums, 0);
      for (Piece piece : pieces) {
        codec.decode(piece.bytes(), begin, values, 0, count);
        add(values, (double) piece.work().examples(), count, sums);
      }
      for (int i = 0; i < count; i++) {
        mean[begin + i] = (float) (sums[i] / examples);
      }
    }
    return mean;
  }

  private static void add(float[] values, double weight, int count, double[] sums) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * values[i];
    }
  }
}
