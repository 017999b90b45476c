/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * Two 5 x 5 convolutions with pooling and two dense layers, for small grey images: 28 x 28 pixels
 * become 4 x 4 x 64 features. It ignores the width.
 */
final class C2f2 implements Architecture {

  private static final int DENSE = 1024;

  @Override
  public String name() {
    return "c2f2";
  }

  @Override
  public int leastSide() {
    return 16;
  }

  @Override
  public InputRule input() {
    return InputRule.UNIT;
  }

  @Override
  public boolean poolsWholeMap() {
    return false;
  }

  @Override
  public int features(EncoderShape shape) {
    return DENSE;
  }

  @Override
  public LayerGraph layers(EncoderShape shape) {
    return LayerGraph.builder()
        .append("conv1", new Layer.Convolution(5, 1, 0, 32, Layer.Bias.LEARNT))
        .append("pool1", new Layer.MaxPool(Layer.Window.HALVES))
        .append("relu1", new Layer.Rectifier())
        .append("conv2", new Layer.Convolution(5, 1, 0, 64, Layer.Bias.LEARNT))
        .append("pool2", new Layer.MaxPool(Layer.Window.HALVES))
        .append("relu2", new Layer.Rectifier())
        .append("dense", new Layer.Dense(DENSE))
        .append("relu3", new Layer.Rectifier())
        .withHead(shape);
  }
}
