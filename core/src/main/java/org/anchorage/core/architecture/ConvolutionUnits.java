/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import org.anchorage.core.architecture.EncoderShape.Norms;
import org.anchorage.core.architecture.EncoderShape.Padding;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Norm;
import org.anchorage.core.architecture.Layer.Window;

/**
 * Adds a backbone's convolutions, each with its batch normalisation and activation, as a shape asks
 * for them. If batch normalisation is trained, it is a layer of its own, {@code NAME-norm}; the
 * layer {@code NAME} is then the convolution alone.
 *
 * @param graph to add to
 * @param norms what is done with batch normalisation
 * @param padding of all windows
 */
record ConvolutionUnits(LayerGraph.Builder graph, Norms norms, Padding padding) {

  /**
   * Added to every variance. Keras' MobileNetV2 has 0.001 instead: reading its weights adds the
   * difference to the variances.
   */
  static final double EPSILON = 1e-5;

  private static final double DECAY = 0.9;

  /** Adds a convolution that reads all channels, and returns the name of its result. */
  String full(String name, int side, int stride, int channels, Activation then, String from) {
    return add(name, side, stride, Filters.FULL, channels, then, from);
  }

  /** Adds a depthwise convolution of 3 x 3 pixels, and returns the name of its result. */
  String depthwise(String name, int stride, int channels, Activation then, String from) {
    return add(name, 3, stride, Filters.DEPTHWISE, channels, then, from);
  }

  private String add(
      String name,
      int side,
      int stride,
      Filters filters,
      int channels,
      Activation then,
      String from) {
    Window window =
        padding == Padding.SAME && side > 1
            ? Window.same(side, stride)
            : Window.symmetric(side, stride);
    return switch (norms) {
      case FROZEN -> unit(name, window, filters, channels, Norm.FIXED, then, from);
      case FOLDED -> unit(name, window, filters, channels, Norm.BIAS, then, from);
      case TRAINED -> {
        String linear = unit(name, window, filters, channels, Norm.NONE, Activation.NONE, from);
        yield graph.add(name + "-norm", new Layer.BatchNorm(EPSILON, DECAY, then), linear);
      }
    };
  }

  private String unit(
      String name,
      Window window,
      Filters filters,
      int channels,
      Norm norm,
      Activation then,
      String from) {
    return graph.add(
        name, new Layer.ConvolutionUnit(window, filters, channels, norm, EPSILON, then), from);
  }
}
