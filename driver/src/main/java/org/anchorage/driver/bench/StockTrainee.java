/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.StockNetwork;
import org.anchorage.worker.dl4j.layer.RankingLossPass;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.StepSeconds;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The same network of DL4J's stock layers, trained with its {@code fit} and embedded with its
 * {@code outputSingle}, as its documentation has it; images come channels first, which its layers
 * are faster with.
 */
final class StockTrainee implements Trainee {

  private final ComputationGraph network;
  private final RankingLossPass loss;
  private final INDArray[] images;
  private final INDArray[] labels;
  private final Seed seed;

  StockTrainee(Settings settings, int worker) {
    NoiseBatch batch = NoiseBatch.of(settings, worker);
    network =
        StockNetwork.training(
            settings, RankingLosses.of(settings.loss(), settings.batch().classes()));
    loss = (RankingLossPass) network.getOutputLayer(0);
    int size = batch.labels().length;
    INDArray channelsLast =
        Nd4j.createFromArray(batch.images())
            .reshape(
                'c',
                size,
                settings.image().height(),
                settings.image().width(),
                settings.image().channels());
    images = new INDArray[] {channelsLast.permute(0, 3, 1, 2).dup('c')};
    labels = new INDArray[] {Nd4j.createFromArray(batch.labels()).reshape(size, 1)};
    seed = new Seed(settings.seed()).derive(worker);
  }

  @Override
  public StepSeconds step() {
    loss.seed(seed.derive(network.getIterationCount()));
    network.fit(images, labels);
    return new StepSeconds(0, (loss.ended() - loss.began()) / 1e9, 0, 0, 0);
  }

  @Override
  public void embed() {
    network.outputSingle(false, images);
  }
}
