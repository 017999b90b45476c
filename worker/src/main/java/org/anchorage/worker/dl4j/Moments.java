/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.anchorage.worker.dl4j.layer.HostCopy;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The moments of a network's optimiser, as one flat array. Stateless. */
final class Moments {

  private Moments() {}

  /** Returns a copy; empty for plain gradient descent. */
  static float[] read(ComputationGraph network) {
    INDArray state = state(network);
    return state == null ? new float[0] : HostCopy.read(state);
  }

  /**
   * Overwrites the moments.
   *
   * @throws IllegalArgumentException if the optimiser has another number of moments
   */
  static void write(float[] values, ComputationGraph network) {
    INDArray state = state(network);
    if (state != null) {
      HostCopy.write(values, state);
    } else if (values.length != 0) {
      throw new IllegalArgumentException(
          "Plain gradient descent has no state, not " + values.length + " values; pass none");
    }
  }

  private static @Nullable INDArray state(ComputationGraph network) {
    return network.getUpdater().getStateViewArray();
  }
}
