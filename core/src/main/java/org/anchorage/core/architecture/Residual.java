/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import org.anchorage.core.architecture.Layer.Activation;

/**
 * A stem that halves the image and three stages of two basic blocks (He et al. 2016), for RGB
 * images of 64 x 64 pixels. The second and third stage halve the image again and double the
 * channels. The width is the first stage's number of channels.
 */
final class Residual implements Architecture {

  private static final int STAGES = 3;
  private static final int BLOCKS = 2;
  private static final double EPSILON = 1e-5;
  private static final double DECAY = 0.9;

  @Override
  public String name() {
    return "residual";
  }

  @Override
  public int leastSide() {
    return 8;
  }

  @Override
  public InputRule input() {
    return InputRule.UNIT;
  }

  @Override
  public int features(EncoderShape shape) {
    return shape.width() << (STAGES - 1);
  }

  @Override
  public LayerGraph layers(EncoderShape shape) {
    LayerGraph.Builder graph = LayerGraph.builder();
    String last =
        normalised(
            graph,
            "stem",
            convolution(3, 2, shape.width()),
            Activation.RECTIFIER,
            LayerGraph.IMAGE);
    for (int stage = 0; stage < STAGES; stage++) {
      graph.beginStage();
      for (int block = 0; block < BLOCKS; block++) {
        String name = "stage" + (stage + 1) + "-" + (block + 1);
        int stride = stage > 0 && block == 0 ? 2 : 1;
        last = block(graph, name, stride, shape.width() << stage, last);
      }
    }
    return graph.pool(shape.pooling()).withHead(shape);
  }

  private static String block(
      LayerGraph.Builder graph, String name, int stride, int channels, String from) {
    String first =
        normalised(
            graph, name + "-a", convolution(3, stride, channels), Activation.RECTIFIER, from);
    String second =
        normalised(graph, name + "-b", convolution(3, 1, channels), Activation.NONE, first);
    String shortcut =
        stride == 1
            ? from
            : normalised(
                graph, name + "-short", convolution(1, stride, channels), Activation.NONE, from);
    return graph.add(name, new Layer.ResidualSum(Activation.RECTIFIER), second, shortcut);
  }

  /** Returns a convolution whose result has the image's size divided by the stride. */
  private static Layer.Convolution convolution(int side, int stride, int channels) {
    return new Layer.Convolution(side, stride, side / 2, channels, Layer.Bias.NONE);
  }

  private static String normalised(
      LayerGraph.Builder graph,
      String name,
      Layer.Convolution convolution,
      Activation then,
      String from) {
    String linear = graph.addSeeded(name, name + "-conv", convolution, from);
    return graph.add(name + "-norm", new Layer.BatchNorm(EPSILON, DECAY, then), linear);
  }
}
