/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import org.anchorage.core.architecture.Layer.Activation;

/**
 * MobileNetV2 (Sandler et al. 2018): a stem, 17 blocks of an expanding 1 x 1, a depthwise 3 x 3 and
 * a linear projecting 1 x 1 convolution, and a last 1 x 1 convolution. A block whose result has its
 * input's shape is added to it. The multiplier scales all channels.
 *
 * <p>Stages are numbered by how often the image is halved: 0 up to the first block, then 1 to 4.
 * Blocks are called {@code block1} to {@code block17}, their convolutions {@code blockB-expand},
 * {@code -depthwise} and {@code -project}.
 */
final class MobileNetV2 implements Architecture {

  /** Expansion, channels, blocks and first stride of each group (the paper's table 2). */
  private static final int[][] GROUPS = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private static final int STEM = 32;
  private static final int LAST = 1280;

  @Override
  public String name() {
    return "mobilenet-v2";
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
  public boolean hasForms() {
    return true;
  }

  @Override
  public int features(EncoderShape shape) {
    return channels(LAST, Math.max(1, shape.multiplier()));
  }

  /**
   * Returns a multiple of 8 that is nearest to the product and not below nine tenths of it, as in
   * all implementations.
   */
  static int channels(int base, double multiplier) {
    double wanted = base * multiplier;
    int rounded = Math.max(8, (int) (wanted + 4) / 8 * 8);
    return rounded < 0.9 * wanted ? rounded + 8 : rounded;
  }

  @Override
  public LayerGraph layers(EncoderShape shape) {
    LayerGraph.Builder graph = LayerGraph.builder();
    ConvolutionUnits units = new ConvolutionUnits(graph, shape.norms(), shape.padding());
    double multiplier = shape.multiplier();
    int channels = channels(STEM, multiplier);
    String last = units.full("stem", 3, 2, channels, Activation.RECTIFIER_6, LayerGraph.IMAGE);
    int number = 1;
    for (int[] group : GROUPS) {
      for (int block = 0; block < group[2]; block++) {
        int stride = block == 0 ? group[3] : 1;
        if (stride == 2) {
          graph.beginStage();
        }
        int outputs = channels(group[1], multiplier);
        String projected =
            branch(units, "block" + number, group[0], channels, outputs, stride, last);
        last =
            stride == 1 && channels == outputs
                ? graph.add(
                    "block" + number, new Layer.ResidualSum(Activation.NONE), projected, last)
                : projected;
        channels = outputs;
        number++;
      }
    }
    units.full("last", 1, 1, features(shape), Activation.RECTIFIER_6, last);
    return graph.pool(shape.pooling()).withHead(shape);
  }

  private static String branch(
      ConvolutionUnits units,
      String name,
      int expansion,
      int channels,
      int outputs,
      int stride,
      String from) {
    int inner = channels * expansion;
    String wide =
        expansion == 1
            ? from
            : units.full(name + "-expand", 1, 1, inner, Activation.RECTIFIER_6, from);
    String filtered =
        units.depthwise(name + "-depthwise", stride, inner, Activation.RECTIFIER_6, wide);
    return units.full(name + "-project", 1, 1, outputs, Activation.NONE, filtered);
  }
}
