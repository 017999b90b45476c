/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

/**
 * What one layer computes, whatever the engine. Images are N x H x W x C, rows are N x D. An engine
 * translates layers with a {@link Visitor}, so a new kind of layer does not compile until every
 * engine has it. Immutable.
 */
public sealed interface Layer {

  /** Calls the visitor's method for this kind of layer and returns its result. */
  <R> R accept(Visitor<R> visitor);

  /** One method for each kind of layer. */
  interface Visitor<R> {

    R convolution(Convolution layer);

    R batchNorm(BatchNorm layer);

    R maxPool(MaxPool layer);

    R rectifier(Rectifier layer);

    R dense(Dense layer);

    R globalAverage(GlobalAverage layer);

    R residualSum(ResidualSum layer);

    R unitLength(UnitLength layer);
  }

  /** Whether a convolution adds a learnt number to each of its output channels. */
  enum Bias {
    /** It adds one. */
    LEARNT,
    /** It adds none, as before a batch normalisation. */
    NONE
  }

  /** The function applied to a layer's result within the same layer. */
  enum Activation {
    /** Nothing. */
    NONE,
    /** The rectifier max(x, 0). */
    RECTIFIER
  }

  /**
   * A convolution with a square window. Learns weights and, if asked, a bias.
   *
   * @param side height and width of the window in pixels
   * @param stride pixels from one window to the next, in both directions
   * @param padding pixels of zeros on each of the image's four sides
   * @param channels of the result
   */
  record Convolution(int side, int stride, int padding, int channels, Bias bias) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.convolution(this);
    }
  }

  /**
   * Batch normalisation by channel (Ioffe and Szegedy 2015). Learns gamma and beta, and measures a
   * running mean and variance.
   *
   * @param epsilon added to the variance before its root is taken
   * @param decay share of the running mean and variance that a training step keeps, 0 to 1
   * @param then activation of the result
   */
  record BatchNorm(double epsilon, double decay, Activation then) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.batchNorm(this);
    }
  }

  /**
   * The largest value of each window of 2 x 2 pixels. Windows lie side by side, so H x W becomes
   * H/2 x W/2; an odd last row or column is left out.
   */
  record MaxPool() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.maxPool(this);
    }
  }

  /** The rectifier max(x, 0). */
  record Rectifier() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rectifier(this);
    }
  }

  /**
   * A linear layer with a bias. Reads rows, or images as rows of H W C numbers.
   *
   * @param outputs numbers in a row of the result
   */
  record Dense(int outputs) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dense(this);
    }
  }

  /** The mean over all pixels: images N x H x W x C become rows N x C. */
  record GlobalAverage() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.globalAverage(this);
    }
  }

  /** The rectified sum max(x + y, 0) of two images of one shape (He et al. 2016). */
  record ResidualSum() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.residualSum(this);
    }
  }

  /** Divides each row by its length. */
  record UnitLength() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unitLength(this);
    }
  }
}
