/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rectifier max(x, 0): of an array, of a sum of two, and its backward pass. On a CPU the last
 * two are single passes over the memory, a few thousand floats at a time, in loops without branches
 * that are compiled to vector instructions. ND4J's operations take two passes, and its own
 * derivative calls a function for every element.
 *
 * <p>All arrays hold the same number of floats, in 'c' order. Not thread-safe.
 */
final class Rectifier {

  /** Floats at a time: two arrays of them stay in a core's own cache. */
  private static final int PIECE = 4096;

  /** Times a positive float it is over 1 (except for the tiniest). */
  private static final float STEEP = 3e38f;

  private final float[] a = new float[PIECE];
  private final float[] b = new float[PIECE];

  /** Returns 1 for a positive x and 0 for any other, without a branch. */
  static float passes(float x) {
    return Math.min(1, Math.max(0, x * STEEP));
  }

  /** Writes max(x, 0). */
  static void of(INDArray x, INDArray result) {
    Nd4j.getExecutioner().exec(new RectifiedLinear(x, result));
  }

  /** Writes the slope where x is positive and 0 elsewhere, wherever arrays lie. */
  static void slopeByOperations(INDArray x, INDArray slope, INDArray result) {
    Nd4j.getExecutioner().exec(new Step(x, result, 0.0));
    result.muli(slope);
  }

  /** Writes max(x + y, 0). */
  void sum(INDArray x, INDArray y, INDArray result) {
    if (Kernels.onHost()) {
      pieces(x, y, result, this::sum);
    } else {
      of(x.addi(y, result), result);
    }
  }

  /**
   * Writes the slope where x is positive and 0 elsewhere.
   *
   * @param x the rectifier's input or its result
   * @param slope of the result
   */
  void slope(INDArray x, INDArray slope, INDArray result) {
    if (Kernels.onHost()) {
      pieces(x, slope, result, this::slope);
    } else {
      slopeByOperations(x, slope, result);
    }
  }

  /** Reads two arrays piece by piece and writes the changed first one. */
  private void pieces(INDArray x, INDArray y, INDArray result, IntConsumer loop) {
    HostFloats first = new HostFloats(x);
    HostFloats second = new HostFloats(y);
    HostFloats to = new HostFloats(result);
    for (long at = 0; at < first.size(); at += PIECE) {
      int count = (int) Math.min(PIECE, first.size() - at);
      first.read(at, a, count);
      second.read(at, b, count);
      loop.accept(count);
      to.write(at, a, count);
    }
  }

  private void sum(int count) {
    for (int i = 0; i < count; i++) {
      a[i] = Math.max(0, a[i] + b[i]);
    }
  }

  private void slope(int count) {
    for (int i = 0; i < count; i++) {
      a[i] = b[i] * passes(a[i]);
    }
  }
}
