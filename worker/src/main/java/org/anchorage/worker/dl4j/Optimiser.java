/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Changes a network's parameters by its gradient. Not thread-safe. */
public sealed interface Optimiser permits AdamStep, Optimiser.OfDl4j {

  /**
   * Takes one step.
   *
   * @param iteration steps taken before
   */
  void step(int iteration);

  /** Returns the fastest way to take the steps that the network is configured for. */
  static Optimiser of(ComputationGraph network) {
    return AdamStep.covers(network) ? new AdamStep(network) : new OfDl4j(network);
  }

  /** The network's own updater, with any rule. */
  record OfDl4j(ComputationGraph network) implements Optimiser {

    @Override
    public void step(int iteration) {
      ComputationGraphUpdater updater = network.getUpdater();
      INDArray slope = network.gradient().gradient();
      // Nothing is divided by the batch: the configuration says .miniBatch(false).
      updater.update(
          network.gradient(),
          iteration,
          network.getEpochCount(),
          1,
          LayerWorkspaceMgr.noWorkspaces());
      network.params().subi(slope);
    }
  }
}
