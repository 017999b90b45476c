/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.anchorage.core.architecture.Layer.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Relu6;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Activations within a layer, and their way back together with the sums that a bias needs. On a CPU
 * the way back is one pass over the memory. All arrays have the channels last, floats in 'c' order.
 * Keeps its buffers. Not thread-safe.
 */
final class Activations {

  /** About the floats at a time: a few arrays of them stay in a core's own cache. */
  private static final int PIECE = 4096;

  /** Pieces that are summed in single precision. */
  private static final int RUN = 256;

  private float[] a = {};
  private float[] b = {};
  private float[] sums = {};

  /** Applies an activation in place. */
  static void apply(INDArray values, Activation activation) {
    switch (activation) {
      case NONE -> {}
      case RECTIFIER -> Nd4j.getExecutioner().exec(new RectifiedLinear(values, values));
      case RECTIFIER_6 -> Nd4j.getExecutioner().exec(new Relu6(values, values, 0));
    }
  }

  /**
   * Writes the slope where the activation let the value pass, and 0 elsewhere.
   *
   * @param slope of the activation's result
   * @param result of the activation
   * @param masked written over; it may be the slope. It is left alone without an activation
   * @return the sum of the masked slope by channel
   */
  double[] slope(INDArray slope, INDArray result, Activation activation, INDArray masked) {
    int channels = (int) slope.size(slope.rank() - 1);
    if (!Kernels.onHost()) {
      return byOperations(slope, result, activation, masked);
    }
    prepare(channels);
    double[] totals = new double[channels];
    HostFloats slopes = new HostFloats(slope);
    HostFloats results = new HostFloats(result);
    HostFloats to = new HostFloats(masked);
    int pieces = 0;
    for (long at = 0; at < slopes.size(); at += a.length) {
      int count = (int) Math.min(a.length, slopes.size() - at);
      slopes.read(at, a, count);
      if (activation != Activation.NONE) {
        results.read(at, b, count);
        mask(activation, count);
        to.write(at, a, count);
      }
      sum(count);
      if (++pieces % RUN == 0) {
        fold(totals);
      }
    }
    fold(totals);
    return totals;
  }

  private void mask(Activation activation, int count) {
    if (activation == Activation.RECTIFIER_6) {
      below(count);
    } else {
      positive(count);
    }
  }

  private void positive(int count) {
    for (int i = 0; i < count; i++) {
      a[i] *= Rectifier.passes(b[i]);
    }
  }

  private void below(int count) {
    for (int i = 0; i < count; i++) {
      // Positive between 0 and 6 alone.
      a[i] *= Rectifier.passes(Math.min(b[i], 6 - b[i]));
    }
  }

  private void sum(int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += a[i];
    }
  }

  private void fold(double[] totals) {
    for (int at = 0; at < sums.length; at += totals.length) {
      for (int c = 0; c < totals.length; c++) {
        totals[c] += sums[at + c];
      }
    }
    Arrays.fill(sums, 0);
  }

  private void prepare(int channels) {
    int piece = Math.max(1, PIECE / channels) * channels;
    if (a.length != piece) {
      a = new float[piece];
      b = new float[piece];
      sums = new float[piece];
    }
  }

  private static double[] byOperations(
      INDArray slope, INDArray result, Activation activation, INDArray masked) {
    INDArray passed = slope;
    if (activation != Activation.NONE) {
      INDArray gate = result.gt(0).castTo(slope.dataType());
      if (activation == Activation.RECTIFIER_6) {
        gate.muli(result.lt(6).castTo(slope.dataType()));
      }
      masked.assign(gate.muli(slope));
      passed = masked;
    }
    long channels = slope.size(slope.rank() - 1);
    return passed.reshape('c', slope.length() / channels, channels).sum(0).toDoubleVector();
  }
}
