/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Relu6;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** Activations over a layer's result in place, and their slope by that result. Not thread-safe. */
final class Ceiling {

  private static final int PIECE = 4096;

  /** Times a positive float it is over 1 (except for the tiniest). */
  private static final float STEEP = 3e38f;

  private static final float MOST = 6;

  private final Rectifier rectifier = new Rectifier();
  private final float[] a = new float[PIECE];
  private final float[] b = new float[PIECE];

  /** Applies the activation to an array in place. */
  void apply(Activation activation, INDArray x) {
    switch (activation) {
      case NONE -> {}
      case RECTIFIER -> Nd4j.getExecutioner().exec(new RectifiedLinear(x, x));
      case RECTIFIER_6 -> Nd4j.getExecutioner().exec(new Relu6(x, x, 0));
    }
  }

  /**
   * Writes the slope where the activation is not flat, and 0 elsewhere.
   *
   * @param result of the activation
   */
  void slope(Activation activation, INDArray result, INDArray slope, INDArray to) {
    switch (activation) {
      case NONE -> to.assign(slope);
      case RECTIFIER -> rectifier.slope(result, slope, to);
      case RECTIFIER_6 -> between(result, slope, to);
    }
  }

  private void between(INDArray result, INDArray slope, INDArray to) {
    if (!Kernels.onHost()) {
      INDArray below = result.rsub(MOST);
      Nd4j.getExecutioner().exec(new Step(below, below, 0.0));
      Rectifier.slopeByOperations(result, slope, to);
      to.muli(below);
      return;
    }
    HostFloats values = new HostFloats(result);
    HostFloats slopes = new HostFloats(slope);
    HostFloats into = new HostFloats(to);
    for (long at = 0; at < values.size(); at += PIECE) {
      int count = (int) Math.min(PIECE, values.size() - at);
      values.read(at, a, count);
      slopes.read(at, b, count);
      for (int i = 0; i < count; i++) {
        float passes =
            Math.min(1, Math.max(0, a[i] * STEEP))
                * Math.min(1, Math.max(0, (MOST - a[i]) * STEEP));
        a[i] = b[i] * passes;
      }
      into.write(at, a, count);
    }
  }
}
