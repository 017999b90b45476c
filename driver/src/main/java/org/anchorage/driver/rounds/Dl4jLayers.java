/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import org.anchorage.core.config.Settings;
import org.anchorage.worker.dl4j.Encoders;
import org.anchorage.worker.dl4j.StockNetwork;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whose layers the baseline trains, and what differs: parameters come and go as our own layers have
 * them, images with their channels last.
 */
enum Dl4jLayers {
  OWN {
    @Override
    ComputationGraph network(Settings settings, RankingLoss loss) {
      return Encoders.create(settings, loss);
    }

    @Override
    void write(float[] parameters, ComputationGraph network) {
      HostCopy.write(parameters, network.params());
    }

    @Override
    float[] read(ComputationGraph network) {
      return HostCopy.read(network.params());
    }

    @Override
    INDArray images(INDArray channelsLast) {
      return channelsLast;
    }
  },
  STOCK {
    @Override
    ComputationGraph network(Settings settings, RankingLoss loss) {
      return StockNetwork.training(settings, loss);
    }

    @Override
    void write(float[] parameters, ComputationGraph network) {
      StockNetwork.write(parameters, network);
    }

    @Override
    float[] read(ComputationGraph network) {
      return StockNetwork.read(network);
    }

    @Override
    INDArray images(INDArray channelsLast) {
      return channelsLast.permute(0, 3, 1, 2).dup('c');
    }
  };

  abstract ComputationGraph network(Settings settings, RankingLoss loss);

  abstract void write(float[] parameters, ComputationGraph network);

  abstract float[] read(ComputationGraph network);

  abstract INDArray images(INDArray channelsLast);
}
