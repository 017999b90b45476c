/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.util.Arrays;
import java.util.List;

/** The mean of the pieces of one slice, weighted by their workers' examples. Stateless. */
final class PieceMean {

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
    List<Codec.Decoder> decoders =
        pieces.stream().map(piece -> codec.decoder(piece.bytes())).toList();
    float[] mean = new float[length];
    // A block at a time: its sums stay in the nearest cache from one piece to the next.
    float[] values = new float[Codec.Decoder.BLOCK];
    double[] sums = new double[Codec.Decoder.BLOCK];
    for (int begin = 0; begin < length; begin += values.length) {
      int count = Math.min(values.length, length - begin);
      Arrays.fill(sums, 0);
      for (int i = 0; i < decoders.size(); i++) {
        decoders.get(i).next(values, 0, count);
        add(values, (double) pieces.get(i).work().examples(), count, sums);
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
