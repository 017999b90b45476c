/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * A kind of network that maps images to embeddings, described without an engine: what it reads,
 * which layers it has, and how its weights start. {@link Architectures} lists all of them.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Architecture {

  /** Returns its name, as in {@code encoder.name}: lower case, with hyphens. */
  String name();

  /** Returns the least height and width of an image in pixels; under it a layer has no input. */
  int leastSide();

  /** Returns what an image becomes before the first layer reads it. */
  InputRule input();

  /**
   * Returns the layers. The same shape always gives the same layers in the same order: checkpoints
   * hold parameters by that order.
   */
  LayerGraph layers(EncoderShape shape);

  /**
   * Returns where the weights come from before the first step. By default they are drawn, smaller
   * where embeddings keep their length.
   */
  default InitialWeights initialWeights(EncoderShape shape) {
    return shape.length() == EncoderShape.Length.UNIT
        ? InitialWeights.Drawn.HE
        : InitialWeights.Drawn.SMALL;
  }
}
