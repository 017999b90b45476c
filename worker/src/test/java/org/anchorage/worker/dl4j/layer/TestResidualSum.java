/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static java.util.Objects.requireNonNull;
import static org.anchorage.worker.dl4j.layer.Single.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.dl4j.layer.Convolution.Bias;
import org.anchorage.worker.dl4j.layer.Convolution.InputGradient;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class TestResidualSum {

  private final INDArray images = Single.random(1, 3, 6, 5, 4);
  private final INDArray slope = Single.random(2, 3, 6, 5, 4);

  @Test
  void givesWhatDl4jsSumAndRectifierGive() {
    ComputationGraph ours = network(graph().addVertex("end", new ResidualSum(), "branch", "start"));
    ComputationGraph stock =
        network(
            graph()
                .addVertex(
                    "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "branch", "start")
                .addLayer("end", new Relu(), "sum"));
    assertThat(stock.params()).isEqualTo(ours.params());

    // Twice, since the second finds what the first left.
    for (int step = 0; step < 2; step++) {
      assertThat(end(ours)).isEqualTo(end(stock));
      Map<String, INDArray> gradient = ours.backpropGradient(slope).gradientForVariable();
      Map<String, INDArray> expected = stock.backpropGradient(slope.dup()).gradientForVariable();
      assertThat(gradient.keySet()).isEqualTo(expected.keySet()).contains("start_W", "branch_W");
      expected.forEach((name, of) -> assertClose(requireNonNull(gradient.get(name)), of, 1e-6));
    }
  }

  @Test
  void isReadFromJsonAsItWas() {
    ComputationGraphConfiguration written =
        network(graph().addVertex("end", new ResidualSum(), "branch", "start")).getConfiguration();

    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(written.toJson());

    assertThat(read.getVertices().get("end")).isEqualTo(new ResidualSum());
  }

  @Test
  void refusesImagesOfTwoShapes() {
    InputType wide = InputType.convolutional(6, 5, 4, CNN2DFormat.NHWC);
    InputType narrow = InputType.convolutional(3, 5, 4, CNN2DFormat.NHWC);

    assertThatThrownBy(() -> new ResidualSum().getOutputType(0, wide, narrow))
        .isInstanceOf(InvalidInputTypeException.class)
        .hasMessageContaining("A residual sum is of two images of one shape")
        .hasMessageContaining("give the shortcut the branch's stride and channels");
  }

  private INDArray end(ComputationGraph network) {
    return requireNonNull(network.feedForward(new INDArray[] {images}, true, false).get("end"));
  }

  /** A convolution, and a branch of another. */
  private static GraphBuilder graph() {
    return new NeuralNetConfiguration.Builder()
        .updater(new Sgd(1))
        .graphBuilder()
        .addInputs("image")
        .setInputTypes(InputType.convolutional(6, 5, 4, CNN2DFormat.NHWC))
        .addLayer("start", convolution(InputGradient.DROPPED, "start"), "image")
        .addLayer("branch", convolution(InputGradient.PASSED, "branch"), "start");
  }

  private static Convolution convolution(InputGradient gradient, String name) {
    return new Convolution(
        3, 1, 1, 4, Bias.LEARNT, gradient, new SeededWeights(new Seed(3).derive(name), 2));
  }

  private static ComputationGraph network(GraphBuilder graph) {
    ComputationGraph network = new ComputationGraph(graph.setOutputs("end").build());
    network.init();
    return network;
  }
}
