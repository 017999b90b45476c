/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation with fixed statistics, folded into the convolution before it. With s = gamma
 * / sqrt(variance + epsilon), the convolution has the weights W' = s W and the offset beta - mean
 * s. Gradients of gamma, beta and W follow from those of W' and of the offset, without another look
 * at the pixels. Not thread-safe.
 */
final class FixedNorm {

  private final float[] inverse;
  private final float[] scale;
  private final float[] mean;
  private final float[] offset;

  /** Folds; all arrays have one value for each output channel. */
  FixedNorm(INDArray gamma, INDArray beta, INDArray mean, INDArray variance, double epsilon) {
    this.mean = HostCopy.read(mean);
    this.offset = HostCopy.read(beta);
    this.scale = HostCopy.read(gamma);
    this.inverse = HostCopy.read(variance);
    for (int o = 0; o < scale.length; o++) {
      inverse[o] = (float) (1 / Math.sqrt(inverse[o] + epsilon));
      scale[o] *= inverse[o];
      offset[o] -= this.mean[o] * scale[o];
    }
  }

  /** Writes what the convolution adds to each channel. */
  void writeOffset(INDArray to) {
    HostCopy.write(offset, to);
  }

  /** Writes W'; weights have the output channels first. */
  void fold(INDArray weights, INDArray to) {
    if (!Kernels.onHost()) {
      weights.mul(column(scale, weights), to);
      return;
    }
    int taps = (int) (weights.length() / scale.length);
    HostFloats from = new HostFloats(weights);
    HostFloats into = new HostFloats(to);
    float[] row = new float[taps];
    for (int o = 0; o < scale.length; o++) {
      from.read((long) o * taps, row, taps);
      scale(row, scale[o]);
      into.write((long) o * taps, row, taps);
    }
  }

  private static void scale(float[] row, float factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }

  /**
   * Turns the gradient of W' into that of W, in place, and returns that of gamma.
   *
   * @param weights W
   * @param weightSlope gradient of W' at first, of W afterwards
   * @param offsetSlope gradient of the offset, which is also that of beta
   */
  float[] unfold(INDArray weights, INDArray weightSlope, double[] offsetSlope) {
    double[] ofScale = products(weights, weightSlope);
    float[] ofGamma = new float[scale.length];
    for (int o = 0; o < scale.length; o++) {
      ofGamma[o] = (float) ((ofScale[o] - offsetSlope[o] * mean[o]) * inverse[o]);
    }
    return ofGamma;
  }

  /** Returns W . dL/dW' of each channel, and scales the latter. */
  private double[] products(INDArray weights, INDArray weightSlope) {
    double[] sums = new double[scale.length];
    if (!Kernels.onHost()) {
      float[] values =
          HostCopy.read(weights.mul(weightSlope).reshape('c', scale.length, -1).sum(1).dup('c'));
      Arrays.setAll(sums, o -> values[o]);
      weightSlope.muli(column(scale, weights));
      return sums;
    }
    int taps = (int) (weights.length() / scale.length);
    HostFloats from = new HostFloats(weights);
    HostFloats slopes = new HostFloats(weightSlope);
    float[] row = new float[taps];
    float[] slope = new float[taps];
    for (int o = 0; o < scale.length; o++) {
      from.read((long) o * taps, row, taps);
      slopes.read((long) o * taps, slope, taps);
      double sum = 0;
      for (int i = 0; i < taps; i++) {
        sum += (double) row[i] * slope[i];
      }
      sums[o] = sum;
      scale(slope, scale[o]);
      slopes.write((long) o * taps, slope, taps);
    }
    return sums;
  }

  private static INDArray column(float[] values, INDArray like) {
    long[] shape = new long[like.rank()];
    Arrays.fill(shape, 1);
    shape[0] = values.length;
    return Nd4j.createFromArray(values).reshape('c', shape);
  }
}
