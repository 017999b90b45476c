/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import org.anchorage.core.architecture.Layer.Pooling;

/**
 * What an architecture leaves open. Immutable.
 *
 * @param width channels of the first stage; an architecture of fixed channels ignores it
 * @param multiplier factor on the channels of MobileNetV2; others ignore it
 * @param norms what is done with batch normalisation; architectures that are not trained elsewhere
 *     train theirs
 * @param padding where convolutions put an odd pixel of padding; networks with symmetric padding
 *     alone ignore it
 * @param pooling over the last map; an architecture without such a pooling ignores it
 * @param head what makes an embedding of features
 * @param dim D, numbers in an embedding
 * @param length of an embedding
 */
public record EncoderShape(
    int width,
    double multiplier,
    Norms norms,
    Padding padding,
    Pooling pooling,
    Head head,
    int dim,
    Length length) {

  /** A shape with trained batch normalisation, average pooling and a linear head. */
  public EncoderShape(int width, int dim, Length length) {
    this(width, 1, Norms.TRAINED, Padding.SYMMETRIC, Pooling.AVERAGE, Head.LINEAR, dim, length);
  }

  /** Length of an embedding. */
  public enum Length {
    /** Every embedding is divided by its length, so its length is 1. */
    UNIT,
    /** Embeddings stay as the last layer gives them. */
    FREE
  }

  /** What is done with a backbone's batch normalisation. */
  public enum Norms {
    /** Statistics stay as the weights' file has them; scale and offset are learnt. */
    FROZEN,
    /** Each step measures its own batch, as in training from nothing. */
    TRAINED,
    /** There is none: it is folded into the convolutions, which have a bias. */
    FOLDED
  }

  /** Where a convolution pads images. */
  public enum Padding {
    /** On all sides alike, as PyTorch's networks do. */
    SYMMETRIC,
    /** TensorFlow's SAME: an odd pixel goes to the bottom and to the right. */
    SAME
  }

  /** What makes an embedding of a backbone's features. */
  public enum Head {
    /** A linear layer with a bias. */
    LINEAR,
    /** Layer normalisation of the features, then a linear layer. */
    LAYER_NORM,
    /** Nothing: the features are the embedding. */
    NONE
  }
}
