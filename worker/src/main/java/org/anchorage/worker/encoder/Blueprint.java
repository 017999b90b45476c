/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder;

import org.anchorage.core.seed.Seed;
import org.anchorage.worker.encoder.layer.BatchNorm;
import org.anchorage.worker.encoder.layer.Convolution;
import org.anchorage.worker.encoder.layer.Convolution.Bias;
import org.anchorage.worker.encoder.layer.Convolution.InputGradient;
import org.anchorage.worker.encoder.layer.Dense;
import org.anchorage.worker.encoder.layer.GlobalAverage;
import org.anchorage.worker.encoder.layer.Relu;
import org.anchorage.worker.encoder.layer.SeededWeights;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * The architectures, each laid from the input "image" to a layer "embedding". Weights are drawn by
 * He et al. 2015 before a rectifier, with half that variance at the end.
 */
final class Blueprint {

  private static final double BEFORE_RELU = 2;
  private static final double LAST = 1;
  private static final int STAGES = 3;
  private static final int BLOCKS = 2;

  private final GraphBuilder graph;
  private final Seed seed;

  Blueprint(GraphBuilder graph, Seed seed) {
    this.graph = graph;
    this.seed = seed;
  }

  /** Two convolutions and two dense layers; 28 x 28 pixels end in 4 x 4 x 64. */
  void c2f2(int dim) {
    graph.addLayer(
        "conv1",
        new Convolution(5, 1, 0, 32, Bias.LEARNT, InputGradient.DROPPED, weights("conv1")),
        "image");
    graph.appendLayer("pool1", pool()).appendLayer("relu1", new Relu());
    graph.appendLayer(
        "conv2", new Convolution(5, 1, 0, 64, Bias.LEARNT, InputGradient.PASSED, weights("conv2")));
    graph.appendLayer("pool2", pool()).appendLayer("relu2", new Relu());
    graph.appendLayer("dense", new Dense(1024, weights("dense")));
    graph.appendLayer("relu3", new Relu());
    embedding(dim);
  }

  /**
   * A stem that halves the image, three stages of two basic blocks (He et al. 2016), the second and
   * third of which halve it again and double the channels.
   */
  void residual(int width, int dim) {
    String last = normalised("stem", 3, 2, width, InputGradient.DROPPED, "image");
    graph.addLayer("stem-relu", new Relu(), last);
    last = "stem-relu";
    for (int stage = 0; stage < STAGES; stage++) {
      for (int block = 0; block < BLOCKS; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        last = block("stage" + (stage + 1) + "-" + (block + 1), stride, width << stage, last);
      }
    }
    graph.addLayer("average", new GlobalAverage(), last);
    embedding(dim);
  }

  private String block(String name, int stride, int channels, String from) {
    String first = normalised(name + "-a", 3, stride, channels, InputGradient.PASSED, from);
    graph.addLayer(name + "-a-relu", new Relu(), first);
    String second = normalised(name + "-b", 3, 1, channels, InputGradient.PASSED, name + "-a-relu");
    String shortcut =
        stride == 1
            ? from
            : normalised(name + "-short", 1, stride, channels, InputGradient.PASSED, from);
    graph.addVertex(
        name + "-add", new ElementWiseVertex(ElementWiseVertex.Op.Add), second, shortcut);
    graph.addLayer(name, new Relu(), name + "-add");
    return name;
  }

  /** Adds a convolution that keeps the image's size over its stride, and its normalisation. */
  private String normalised(
      String name, int side, int stride, int channels, InputGradient gradient, String from) {
    graph.addLayer(
        name + "-conv",
        new Convolution(side, stride, side / 2, channels, Bias.NONE, gradient, weights(name)),
        from);
    graph.addLayer(name + "-norm", new BatchNorm(), name + "-conv");
    return name + "-norm";
  }

  private void embedding(int dim) {
    SeededWeights weights = new SeededWeights(seed.derive("embedding"), LAST);
    graph.appendLayer("embedding", new Dense(dim, weights));
  }

  private SeededWeights weights(String layer) {
    return new SeededWeights(seed.derive(layer), BEFORE_RELU);
  }

  private static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }
}
