/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.step.Backend;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.SavedState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine whose networks are graphs of DL4J. Both such engines have the same parameters in the
 * same order, so each can take over the parameters of the other. Moments are each engine's own:
 * DL4J's layers order them otherwise. DL4J's own distributed training gets its graphs here.
 */
public sealed interface Dl4jEngine extends Engine permits Nd4jEngine, StockEngine {

  /** Returns an untrained network with its loss, as {@link #learner} trains it. */
  ComputationGraph graph(Settings settings, RankingLoss loss);

  /** Returns a copy of a network's parameters, in the engines' flat order. */
  float[] parameters(ComputationGraph network);

  /**
   * Overwrites a network's parameters.
   *
   * @throws IllegalArgumentException if it has another number of them
   */
  void setParameters(float[] values, ComputationGraph network);

  /** Returns a copy of the parameters of a network that move, in the engines' flat order. */
  float[] movingParameters(ComputationGraph network);

  /**
   * Overwrites the parameters of a network that move.
   *
   * @throws IllegalArgumentException if it has another number of them
   */
  void setMovingParameters(float[] values, ComputationGraph network);

  /**
   * Returns images as the networks read them.
   *
   * @param channelsLast N x H x W x C
   */
  INDArray images(INDArray channelsLast);

  /** Returns a copy of the moments of a network's optimiser; empty where it has none. */
  default float[] optimiserState(ComputationGraph network) {
    return Moments.read(network);
  }

  /**
   * Overwrites the moments of a network's optimiser.
   *
   * @throws IllegalArgumentException if it has another number of them
   */
  default void setOptimiserState(float[] values, ComputationGraph network) {
    Moments.write(values, network);
  }

  @Override
  default Backend backend() {
    return new Nd4jBackend();
  }

  @Override
  default float[] initial(Settings settings, RankingLoss loss) {
    return parameters(graph(settings, loss));
  }

  @Override
  default ParameterLayout layout(Settings settings, RankingLoss loss) {
    return Layouts.of(settings, loss);
  }

  @Override
  default SavedState readState(InputStream saved) throws IOException {
    ComputationGraph network = NetworkFile.read(saved);
    return new SavedState(movingParameters(network), optimiserState(network));
  }

  @Override
  default float[] embeddingParameters(Settings settings, float[] trained) {
    return Encoders.embeddingParameters(settings, trained);
  }

  /** Writes a file of DL4J's own format and layers, which {@code ModelSerializer} opens. */
  @Override
  default void export(Settings settings, float[] trained, OutputStream out) throws IOException {
    NetworkFile.write(
        StockNetwork.embedding(settings, embeddingParameters(settings, trained)), out);
  }
}
