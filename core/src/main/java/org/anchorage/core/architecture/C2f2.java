/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * Two 5 x 5 convolutions with pooling and two dense layers, for small grey images: 28 x 28 pixels
 * become 4 x 4 x 64 features. It ignores the width.
 */
final class C2f2 implements Architecture {

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
  public LayerGraph layers(EncoderShape shape) {
    return LayerGraph.builder()
        .append("conv1", new Layer.Convolution(5, 1, 0, 32, Layer.Bias.LEARNT))
        .append("pool1", new Layer.MaxPool())
        .append("relu1", new Layer.Rectifier())
        .append("conv2", new Layer.Convolution(5, 1, 0, 64, Layer.Bias.LEARNT))
        .append("pool2", new Layer.MaxPool())
        .append("relu2", new Layer.Rectifier())
        .append("dense", new Layer.Dense(1024))
        .append("relu3", new Layer.Rectifier())
        .withHead(shape);
  }
}
