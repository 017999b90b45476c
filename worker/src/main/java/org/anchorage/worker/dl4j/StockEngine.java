/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.IOException;
import java.io.InputStream;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.FineTuneSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A baseline to measure against: the same networks made of the layers that DL4J ships, trained with
 * its {@code fit} as in its documentation. Images come channels first, because these layers are
 * then faster. It does everything that an engine does, several times more slowly.
 */
public record StockEngine() implements Dl4jEngine {

  @Override
  public String name() {
    return "dl4j-stock";
  }

  @Override
  public Learner learner(Settings settings, RankingLoss loss) {
    return new StockLearner(graph(settings, loss), InputBuffer.channelsFirst(settings.image()));
  }

  @Override
  public Learner learner(Settings settings, RankingLoss loss, Trainable trainable, float[] start) {
    requireAll(trainable);
    Learner learner = learner(settings, loss);
    learner.setParameters(start);
    return learner;
  }

  @Override
  public Embedder frozen(Settings settings, Trainable trainable, float[] start) {
    throw partly(trainable);
  }

  private static void requireAll(Trainable trainable) {
    if (!trainable.isAll()) {
      throw partly(trainable);
    }
  }

  private static ConfigurationException partly(Trainable trainable) {
    return new ConfigurationException(
        FineTuneSettings.TRAINABLE,
        trainable.written(),
        "encoder.engine = dl4j-stock trains whole networks only; use nd4j");
  }

  @Override
  public Embedder embedder(Settings settings) {
    return embedder(
        settings,
        StockNetwork.embedding(
            settings, new Nd4jEngine().parameters(Encoders.embedding(settings))));
  }

  @Override
  public Embedder readEmbedder(Settings settings, InputStream saved) throws IOException {
    return embedder(settings, NetworkFile.readToEmbed(saved));
  }

  private Embedder embedder(Settings settings, ComputationGraph network) {
    return new Dl4jEmbedder(this, network, InputBuffer.channelsFirst(settings.image()));
  }

  @Override
  public ComputationGraph graph(Settings settings, RankingLoss loss) {
    return StockNetwork.training(settings, loss);
  }

  @Override
  public float[] parameters(ComputationGraph network) {
    return StockNetwork.read(network);
  }

  @Override
  public void setParameters(float[] values, ComputationGraph network) {
    StockNetwork.write(values, network);
  }

  /** These networks have no parameters that never move. */
  @Override
  public float[] movingParameters(ComputationGraph network) {
    return parameters(network);
  }

  @Override
  public void setMovingParameters(float[] values, ComputationGraph network) {
    setParameters(values, network);
  }

  @Override
  public INDArray images(INDArray channelsLast) {
    return channelsLast.permute(0, 3, 1, 2).dup('c');
  }
}
