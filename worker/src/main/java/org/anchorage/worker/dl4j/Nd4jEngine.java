/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.IOException;
import java.io.InputStream;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.dl4j.NetworkParts.PartNetwork;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The default engine: this project's layers, which call ND4J's operations. Backbones embed with
 * oneDNN's primitives where these can be used.
 */
public record Nd4jEngine() implements Dl4jEngine {

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Learner learner(Settings settings, RankingLoss loss) {
    return new Nd4jLearner(graph(settings, loss));
  }

  @Override
  public Learner learner(Settings settings, RankingLoss loss, Trainable trainable, float[] start) {
    RankingLossLayer output = Encoders.output(settings, loss);
    NetworkParts parts = new NetworkParts(settings, output, start);
    PartNetwork part =
        trainable.isAll() ? parts.whole() : parts.tail(trainable, Encoders.output(settings, loss));
    return new Nd4jLearner(part.network(), InputBuffer.of(part.input()));
  }

  @Override
  public Embedder frozen(Settings settings, Trainable trainable, float[] start) {
    PartNetwork part =
        new NetworkParts(settings, RankingLossLayer.withoutLoss(), start).frozen(trainable);
    return CompiledEmbedder.of(
        settings,
        new Dl4jEmbedder(this, part.network(), InputBuffer.of(part.input())),
        part.network(),
        Blueprint.of(settings).layers().split(trainable).frozen());
  }

  @Override
  public Embedder embedder(Settings settings) {
    return embedder(settings, Encoders.embedding(settings));
  }

  @Override
  public Embedder readEmbedder(Settings settings, InputStream saved) throws IOException {
    return embedder(settings, NetworkFile.readToEmbed(saved));
  }

  private static Embedder embedder(Settings settings, ComputationGraph network) {
    return CompiledEmbedder.of(
        settings, embedder(network), network, Blueprint.of(settings).layers());
  }

  /** Returns an embedder with a network of this project's layers, which ND4J computes. */
  static Embedder embedder(ComputationGraph network) {
    return new Dl4jEmbedder(new Nd4jEngine(), network, InputBuffer.of(network));
  }

  @Override
  public ComputationGraph graph(Settings settings, RankingLoss loss) {
    return Encoders.create(settings, loss);
  }

  @Override
  public float[] parameters(ComputationGraph network) {
    return HostCopy.read(network.params());
  }

  @Override
  public void setParameters(float[] values, ComputationGraph network) {
    HostCopy.write(values, network.params());
  }

  @Override
  public float[] movingParameters(ComputationGraph network) {
    return Moving.of(network).read(network);
  }

  @Override
  public void setMovingParameters(float[] values, ComputationGraph network) {
    Moving.of(network).write(values, network);
  }

  @Override
  public INDArray images(INDArray channelsLast) {
    return channelsLast;
  }
}
