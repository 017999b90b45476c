/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.anchorage.worker.dl4j.layer.Convolution.InputGradient.PASSED;

import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.BatchNorm;
import org.anchorage.worker.dl4j.layer.Convolution;
import org.anchorage.worker.dl4j.layer.Convolution.Bias;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.anchorage.worker.dl4j.layer.Dense;
import org.anchorage.worker.dl4j.layer.GlobalAverage;
import org.anchorage.worker.dl4j.layer.MaxPool;
import org.anchorage.worker.dl4j.layer.Relu;
import org.anchorage.worker.dl4j.layer.ResidualSum;
import org.anchorage.worker.dl4j.layer.SeededWeights;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The architectures, each laid from the input "image" to a layer "embedding". Weights are drawn
 * normally, with the variance that {@link Gain} says.
 */
final class Blueprint {

  private static final int STAGES = 3;
  private static final int BLOCKS = 2;

  private final GraphBuilder graph;
  private final Seed seed;
  private final Gain gain;

  Blueprint(GraphBuilder graph, Seed seed, Gain gain) {
    this.graph = graph;
    this.seed = seed;
    this.gain = gain;
  }

  /** Variance of the initial weights times their fan-in. */
  enum Gain {
    /** Keeps the size of signals through rectifiers (He et al. 2015), and halves it at the end. */
    HE(2, 1),
    /**
     * A third (LeCun et al. 1998, and PyTorch's), so that embeddings start short. Where no length
     * is divided out, products of He's are so large that a softmax over them is one of a single
     * row, and its first steps spoil the features that training starts from.
     */
    SMALL(1 / 3.0, 1 / 3.0);

    private final double beforeRelu;
    private final double last;

    Gain(double beforeRelu, double last) {
      this.beforeRelu = beforeRelu;
      this.last = last;
    }
  }

  /** Two convolutions and two dense layers; 28 x 28 pixels end in 4 x 4 x 64. */
  void c2f2(int dim) {
    graph.addLayer(
        "conv1",
        new Convolution(5, 1, 0, 32, Bias.LEARNT, InputGradient.DROPPED, weights("conv1")),
        "image");
    graph.appendLayer("pool1", new MaxPool()).appendLayer("relu1", new Relu());
    graph.appendLayer("conv2", new Convolution(5, 1, 0, 64, Bias.LEARNT, PASSED, weights("conv2")));
    graph.appendLayer("pool2", new MaxPool()).appendLayer("relu2", new Relu());
    graph.appendLayer("dense", new Dense(1024, weights("dense")));
    graph.appendLayer("relu3", new Relu());
    embedding(dim);
  }

  /**
   * A stem that halves the image, three stages of two basic blocks (He et al. 2016), the second and
   * third of which halve it again and double the channels.
   */
  void residual(int width, int dim) {
    Convolution stem = convolution("stem", 3, 2, width, InputGradient.DROPPED);
    String last = normalised("stem", stem, BatchNorm.rectified(), "image");
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
    String a = name + "-a";
    String b = name + "-b";
    String first =
        normalised(a, convolution(a, 3, stride, channels, PASSED), BatchNorm.rectified(), from);
    String second = normalised(b, convolution(b, 3, 1, channels, PASSED), new BatchNorm(), first);
    String shortcut = stride == 1 ? from : shortcut(name + "-short", stride, channels, from);
    graph.addVertex(name, new ResidualSum(), second, shortcut);
    return name;
  }

  private String shortcut(String name, int stride, int channels, String from) {
    return normalised(name, convolution(name, 1, stride, channels, PASSED), new BatchNorm(), from);
  }

  /** Returns a convolution that keeps the image's size over its stride. */
  private Convolution convolution(
      String name, int side, int stride, int channels, InputGradient gradient) {
    return new Convolution(side, stride, side / 2, channels, Bias.NONE, gradient, weights(name));
  }

  private String normalised(String name, Convolution convolution, BatchNorm norm, String from) {
    graph.addLayer(name + "-conv", convolution, from);
    graph.addLayer(name + "-norm", norm, name + "-conv");
    return name + "-norm";
  }

  private void embedding(int dim) {
    SeededWeights weights = new SeededWeights(seed.derive("embedding"), gain.last);
    graph.appendLayer("embedding", new Dense(dim, weights));
  }

  private SeededWeights weights(String layer) {
    return new SeededWeights(seed.derive(layer), gain.beforeRelu);
  }
}
