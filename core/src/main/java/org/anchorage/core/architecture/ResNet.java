/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import org.anchorage.core.architecture.EncoderShape.Padding;
import org.anchorage.core.architecture.Layer.Activation;

/**
 * Residual networks of 18, 34 and 50 layers (He et al. 2016) as torchvision has them: a stem of 7 x
 * 7 and a max-pooling, then four stages. Layers 18 and 34 have basic blocks, 50 has bottlenecks,
 * which halve the image in their 3 x 3 convolution ("v1.5"). The width and the multiplier are
 * ignored: pretrained weights fit one width.
 *
 * <p>Stages: 0 is the stem, 1 to 4 are the four stages. Blocks are called {@code stageS-B}, their
 * convolutions {@code stageS-B-a}, {@code -b}, {@code -c} and {@code -short}.
 *
 * @param layers 18, 34 or 50
 */
record ResNet(int layers) implements Architecture {

  /** Channels of the first stage; each later stage doubles them. */
  private static final int WIDTH = 64;

  /** A bottleneck's result has this many times its inner channels. */
  private static final int EXPANSION = 4;

  @Override
  public String name() {
    return "resnet-" + layers;
  }

  @Override
  public int leastSide() {
    return 32;
  }

  @Override
  public int sideMultiple() {
    return 32;
  }

  @Override
  public InputRule input() {
    return InputRule.IMAGENET;
  }

  @Override
  public boolean isBackbone() {
    return true;
  }

  @Override
  public int features(EncoderShape shape) {
    return outputs(3);
  }

  private boolean isBottleneck() {
    return layers == 50;
  }

  private int outputs(int stage) {
    return (WIDTH << stage) * (isBottleneck() ? EXPANSION : 1);
  }

  @Override
  public LayerGraph layers(EncoderShape shape) {
    LayerGraph.Builder graph = LayerGraph.builder();
    ConvolutionUnits units = new ConvolutionUnits(graph, shape.norms(), Padding.SYMMETRIC);
    String last = units.full("stem", 7, 2, WIDTH, Activation.RECTIFIER, LayerGraph.IMAGE);
    last = graph.add("stem-pool", new Layer.MaxPool(Layer.Window.symmetric(3, 2)), last);
    int channels = WIDTH;
    int[] blocks = layers == 18 ? new int[] {2, 2, 2, 2} : new int[] {3, 4, 6, 3};
    for (int stage = 0; stage < blocks.length; stage++) {
      graph.beginStage();
      for (int block = 0; block < blocks[stage]; block++) {
        String name = "stage" + (stage + 1) + "-" + (block + 1);
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String branch = branch(units, name, WIDTH << stage, stride, last);
        String shortcut =
            stride == 1 && channels == outputs(stage)
                ? last
                : units.full(name + "-short", 1, stride, outputs(stage), Activation.NONE, last);
        last = graph.add(name, new Layer.ResidualSum(Activation.RECTIFIER), branch, shortcut);
        channels = outputs(stage);
      }
    }
    return graph.pool(shape.pooling()).withHead(shape);
  }

  private String branch(
      ConvolutionUnits units, String name, int channels, int stride, String from) {
    if (!isBottleneck()) {
      String first = units.full(name + "-a", 3, stride, channels, Activation.RECTIFIER, from);
      return units.full(name + "-b", 3, 1, channels, Activation.NONE, first);
    }
    String narrow = units.full(name + "-a", 1, 1, channels, Activation.RECTIFIER, from);
    String middle = units.full(name + "-b", 3, stride, channels, Activation.RECTIFIER, narrow);
    return units.full(name + "-c", 1, 1, channels * EXPANSION, Activation.NONE, middle);
  }
}
