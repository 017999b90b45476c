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

    R convolutionUnit(ConvolutionUnit layer);

    R batchNorm(BatchNorm layer);

    R maxPool(MaxPool layer);

    R rectifier(Rectifier layer);

    R dense(Dense layer);

    R globalAverage(GlobalAverage layer);

    R globalPool(GlobalPool layer);

    R residualSum(ResidualSum layer);

    R layerNorm(LayerNorm layer);

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
    RECTIFIER,
    /** The rectifier with a ceiling, min(max(x, 0), 6) (Sandler et al. 2018). */
    RECTIFIER_6
  }

  /** Which channels of the image an output channel of a convolution reads. */
  enum Filters {
    /** All of them. */
    FULL,
    /** Its own alone: a depthwise convolution has as many outputs as the image has channels. */
    DEPTHWISE
  }

  /** What is added to a convolution's result, and how it is scaled. */
  enum Norm {
    /** Nothing: a batch normalisation follows as a layer of its own. */
    NONE,
    /** A learnt number for each output channel. */
    BIAS,
    /**
     * Batch normalisation with fixed statistics: gamma (y - mean) / sqrt(variance + epsilon) +
     * beta. Gamma and beta are learnt; mean and variance stay as they are.
     */
    FIXED
  }

  /**
   * A square window that moves over an image.
   *
   * @param side height and width in pixels
   * @param stride pixels from one window to the next, in both directions
   * @param before rows and columns of padding at the top and at the left
   * @param after rows and columns of padding at the bottom and at the right
   */
  record Window(int side, int stride, int before, int after) {

    /** 2 x 2 pixels, side by side. */
    public static final Window HALVES = new Window(2, 2, 0, 0);

    /** Returns a window with the same padding on all sides, as PyTorch's networks have. */
    public static Window symmetric(int side, int stride) {
      return new Window(side, stride, side / 2, side / 2);
    }

    /**
     * Returns a window with TensorFlow's SAME padding, for images whose side is a multiple of the
     * stride: the result has the image's side divided by the stride, and an odd pixel of padding
     * goes to the bottom and to the right.
     */
    public static Window same(int side, int stride) {
      int all = side - stride;
      return new Window(side, stride, all / 2, all - all / 2);
    }

    /** Returns the side of the result for a side of the image. */
    public int over(int size) {
      return (size + before + after - side) / stride + 1;
    }
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
   * A convolution together with what follows it: activation(norm(convolution(x))). The layer of
   * pretrained networks.
   *
   * @param window of the convolution; it pads with zeros
   * @param filters which channels of the image an output channel reads
   * @param channels of the result; of a depthwise convolution, those of the image
   * @param norm what is added, and how the result is scaled
   * @param epsilon of {@link Norm#FIXED}, added to the variance before its root is taken
   * @param then activation of the result
   */
  record ConvolutionUnit(
      Window window, Filters filters, int channels, Norm norm, double epsilon, Activation then)
      implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.convolutionUnit(this);
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
   * The largest value of each window. Pixels of padding never are the largest. {@link
   * Window#HALVES} makes H/2 x W/2 of H x W; an odd last row or column is left out.
   */
  record MaxPool(Window window) implements Layer {
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

  /** How all pixels of an image become one number a channel. */
  enum Pooling {
    /** Their mean. */
    AVERAGE,
    /** Their maximum. */
    MAX,
    /** The sum of mean and maximum (Proxy-Anchor's heads). */
    AVERAGE_MAX,
    /**
     * The generalised mean (mean(max(x, 1e-6)^p))^(1/p) (Radenović et al. 2018). Learns p, which
     * starts at 3. Between average (p = 1) and maximum.
     */
    GEM
  }

  /**
   * Pooling over all pixels: images N x H x W x C become rows N x C. {@link GlobalAverage} is the
   * mean.
   *
   * @param pooling MAX, AVERAGE_MAX or GEM
   */
  record GlobalPool(Pooling pooling) implements Layer {

    /** The least value that a generalised mean reads. Smaller ones count as this. */
    public static final double LEAST = 1e-6;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.globalPool(this);
    }
  }

  /**
   * The sum x + y of two images of one shape (He et al. 2016).
   *
   * @param then activation of the sum: RECTIFIER in residual networks, NONE where branches end
   *     linearly
   */
  record ResidualSum(Activation then) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.residualSum(this);
    }
  }

  /**
   * Shifts and scales each row to mean 0 and variance 1, with {@link #EPSILON} added to the
   * variance (Ba et al. 2016, without learnt scale and offset). Before the linear layer of a head,
   * features of all images then have one scale (Teh et al. 2020).
   */
  record LayerNorm() implements Layer {

    /** What is added to the variance. */
    public static final double EPSILON = 1e-5;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.layerNorm(this);
    }
  }

  /** Divides each row by its length, or by {@link #SHORTEST} if it is shorter. */
  record UnitLength() implements Layer {

    /** The least divisor. */
    public static final double SHORTEST = 1e-8;

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unitLength(this);
    }
  }
}
