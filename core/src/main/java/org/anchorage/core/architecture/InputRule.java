/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * How an image is prepared for a network. A decoded pixel is a byte v from 0 to 255; the network
 * reads
 *
 * <pre>(low + v / 255 (high - low) - mean) / deviation</pre>
 *
 * <p>A backbone must see images as it saw them when it was trained: another range, order or way of
 * resizing raises no error and costs points of recall. Immutable.
 *
 * @param low what a byte of 0 becomes, before the mean is subtracted
 * @param high what a byte of 255 becomes, before the mean is subtracted; above {@code low}
 * @param mean subtracted, on the scale from {@code low} to {@code high}: one number for all
 *     channels, or one for each channel in the network's order
 * @param deviation divisor after that, on the same scale, positive: one number, or one for each
 *     channel as in {@code mean}
 * @param order in which the network reads colour channels; without effect on grey images
 * @param resize how a decoded image is brought to the network's size
 * @param padding brightness of pixels outside the image, 0 (black) to 255 (white), in all channels;
 *     {@code image.fit = pad} fills with it, and augmentation reads it outside. The range, mean and
 *     deviation are applied afterwards. So black is a negative number where a mean is subtracted,
 *     as it is in torchvision.
 */
public record InputRule(
    double low,
    double high,
    List<Double> mean,
    List<Double> deviation,
    ChannelOrder order,
    Resize resize,
    int padding)
    implements Serializable {

  /** From 0 to 1, RGB, antialiased, padded with black: pixels as they are. */
  public static final InputRule UNIT =
      new InputRule(0, 1, List.of(0.0), List.of(1.0), ChannelOrder.RGB, Resize.ANTIALIASED, 0);

  /** As {@link #UNIT}, with Pillow's resizing: networks trained on pixels from 0 to 1. */
  public static final InputRule UNIT_PILLOW =
      new InputRule(0, 1, List.of(0.0), List.of(1.0), ChannelOrder.RGB, Resize.PILLOW, 0);

  /**
   * ImageNet's mean and deviation by channel: torchvision's networks, and most of timm's. Padded
   * with black, as torchvision pads an image before it normalises it.
   */
  public static final InputRule IMAGENET =
      new InputRule(
          0,
          1,
          List.of(0.485, 0.456, 0.406),
          List.of(0.229, 0.224, 0.225),
          ChannelOrder.RGB,
          Resize.PILLOW,
          0);

  /** From -1 to 1: TensorFlow's MobileNets and Inceptions. Padded with black, which is -1. */
  public static final InputRule SYMMETRIC =
      new InputRule(-1, 1, List.of(0.0), List.of(1.0), ChannelOrder.RGB, Resize.PILLOW, 0);

  /**
   * From 0 to 255, blue first, less ImageNet's mean: networks from Caffe, and Keras' ResNet-50.
   * Padded with black.
   */
  public static final InputRule CAFFE =
      new InputRule(
          0,
          255,
          List.of(103.939, 116.779, 123.68),
          List.of(1.0),
          ChannelOrder.BGR,
          Resize.PILLOW,
          0);

  /** The order of colour channels. */
  public enum ChannelOrder {
    /** Red first, as PyTorch's networks and most of Keras' read images. */
    RGB,
    /** Blue first, as networks from Caffe read images. */
    BGR
  }

  /** How an image is brought to another size. */
  public enum Resize {
    /**
     * Every source pixel counts when an image shrinks: the filter is a triangle as wide as two
     * target pixels. Computed in floats and rounded once, so it can be a level away from {@link
     * #PILLOW}. Stretches of an image may begin between two pixels.
     */
    ANTIALIASED,
    /**
     * The same filter as Pillow computes it, to the bit: {@code Image.resize(size, BILINEAR)},
     * torchvision's default. Rows first, then columns, each rounded to whole levels. An image is
     * resized to whole pixels before its middle is cut out, as torchvision does it.
     */
    PILLOW,
    /**
     * Each target pixel mixes the two nearest source pixels in each direction. When an image
     * shrinks, the pixels between are skipped. OpenCV's INTER_LINEAR, and TensorFlow's default.
     */
    BILINEAR
  }

  /**
   * Checks a rule.
   *
   * @throws IllegalArgumentException if a field is out of its range
   */
  public InputRule {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (!(low < high)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An image cannot range from %s to %s; low must be below high",
              low,
              high));
    }
    requireOneOrThree("mean", mean);
    requireOneOrThree("deviation", deviation);
    if (!deviation.stream().allMatch(value -> value > 0)) {
      throw new IllegalArgumentException(
          "Cannot divide by a deviation of " + deviation + "; use positive numbers");
    }
    if (padding < 0 || padding > 255) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot pad with a brightness of %d; use 0 (black) to 255 (white)",
              padding));
    }
  }

  private static void requireOneOrThree(String what, List<Double> values) {
    if (values.size() != 1 && values.size() != 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A %s of %s has %d numbers; give 1 for all channels, or 3",
              what,
              values,
              values.size()));
    }
  }

  /** Returns whether the network reads v / 255 in RGB, which needs no further computation. */
  public boolean isIdentity() {
    return low == 0
        && high == 1
        && order == ChannelOrder.RGB
        && mean.stream().allMatch(value -> value == 0)
        && deviation.stream().allMatch(value -> value == 1);
  }

  /**
   * Returns whether the rule fits images with this number of channels; a rule by channel needs 3.
   */
  public boolean reads(int channels) {
    return Math.max(mean.size(), deviation.size()) == 1 || channels == 3;
  }

  /** Returns the mean of a channel, counted from 0 in the network's order. */
  public double mean(int channel) {
    return mean.get(mean.size() == 1 ? 0 : channel);
  }

  /** Returns the deviation of a channel, counted from 0 in the network's order. */
  public double deviation(int channel) {
    return deviation.get(deviation.size() == 1 ? 0 : channel);
  }
}
