/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * A kind of network that maps images to embeddings, described without an engine: what it reads,
 * which layers it has, and how its weights start. {@link Architectures} lists all of them.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Architecture {

  /** Returns the name, as in {@code encoder.name}: lower case, with hyphens. */
  String name();

  /**
   * Returns the least height and width of an image in pixels. In a smaller image some layer would
   * have no input.
   */
  int leastSide();

  /**
   * Returns the number that an image's height and width must be multiples of. Backbones halve
   * images several times, and were trained where each half is whole.
   */
  default int sideMultiple() {
    return 1;
  }

  /** Returns how an image is prepared for the first layer, where no weights say it otherwise. */
  InputRule input();

  /** Returns whether it is a backbone that weights trained elsewhere fit. */
  default boolean isBackbone() {
    return false;
  }

  /**
   * Returns whether {@link EncoderShape#multiplier()} and {@link EncoderShape#padding()} shape it.
   * Others have one number of channels, and pad on all sides alike.
   */
  default boolean hasForms() {
    return false;
  }

  /** Returns whether it pools over all pixels at its end, so that the pooling can be chosen. */
  default boolean poolsWholeMap() {
    return true;
  }

  /** Returns how many features the head reads. */
  int features(EncoderShape shape);

  /**
   * Returns the layers. The same shape always gives the same layers in the same order, because
   * checkpoints hold parameters in that order.
   */
  LayerGraph layers(EncoderShape shape);

  /**
   * Returns where the initial weights come from. By default they are drawn at random; they are
   * smaller if embeddings keep their length.
   */
  default InitialWeights initialWeights(EncoderShape shape) {
    return shape.length() == EncoderShape.Length.UNIT
        ? InitialWeights.Drawn.HE
        : InitialWeights.Drawn.SMALL;
  }
}
