/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.seed.Seed;

/**
 * Turns decoded pixels into the encoder's input. For training they are changed at random within the
 * settings. The changes are one affine map, sampled once and bilinearly, with the rule's padding
 * outside: crop, then turn, shear, scale and mirror about the centre, then shift. Then the rule is
 * applied: range, mean, deviation and channel order.
 *
 * <p>Pixels are unsigned bytes, height x width x channels row-major, RGB; floats have the same
 * layout, with channels in the rule's order.
 *
 * <p>Immutable and thread-safe.
 */
public final class Augmenter {

  private static final float UNIT = 1 / 255f;
  private static final float WEIGHTED_UNIT = UNIT / (256 * 256);

  /** Binary places of a coordinate. */
  private static final int POINT = 24;

  /** Rounds a coordinate to the nearest weight rather than down. */
  private static final long HALF_WEIGHT = 1L << (POINT - 9);

  private final ImageSettings image;
  private final AugmentSettings settings;
  private final Normaliser normaliser;

  /** Brightness outside the image, 0 to 255. */
  private final int outside;

  /**
   * Makes an augmenter of images of one form.
   *
   * @param rule what the network reads
   * @throws IllegalArgumentException if the rule is for another number of channels
   */
  public Augmenter(ImageSettings image, InputRule rule, AugmentSettings settings) {
    this.image = image;
    this.settings = settings;
    this.normaliser = new Normaliser(rule, image.channels());
    this.outside = rule.padding();
  }

  /**
   * Writes an image with only the rule applied, for evaluation.
   *
   * @param pixels height x width x channels
   * @param out where it is written, height x width x channels floats
   * @param offset of its first float
   * @throws IllegalArgumentException if the pixels are not of the form, or do not fit into {@code
   *     out}
   */
  public void plain(byte[] pixels, float[] out, int offset) {
    check(pixels, out, offset);
    for (int i = 0; i < pixels.length; i++) {
      out[offset + i] = (pixels[i] & 0xff) * UNIT;
    }
    normaliser.apply(out, offset, pixels.length);
  }

  /**
   * Writes an image changed at random, for training; the same seed changes it in the same way.
   *
   * @param pixels height x width x channels
   * @param seed of this image at this step
   * @param out where it is written, height x width x channels floats
   * @param offset of its first float
   * @throws IllegalArgumentException if the pixels are not of the form, or do not fit into {@code
   *     out}
   */
  public void augment(byte[] pixels, Seed seed, float[] out, int offset) {
    if (settings.isIdentity()) {
      plain(pixels, out, offset);
    } else {
      warp(
          pixels,
          Affine.draw(settings, image.width(), image.height(), seed.generator()),
          out,
          offset);
    }
  }

  /**
   * Writes an image as seen through a map, in fixed point to a 256th of a pixel, which is fastest.
   */
  void warp(byte[] pixels, Affine map, float[] out, int offset) {
    check(pixels, out, offset);
    long stepX = fixed(map.xx());
    long stepY = fixed(map.yx());
    int at = offset;
    for (int y = 0; y < image.height(); y++) {
      long x0 = fixed(map.xy() * y + map.x0()) + HALF_WEIGHT;
      long y0 = fixed(map.yy() * y + map.y0()) + HALF_WEIGHT;
      if (image.channels() == 1) {
        greyRow(pixels, x0, y0, stepX, stepY, out, at);
      } else {
        colourRow(pixels, x0, y0, stepX, stepY, out, at);
      }
      at += image.width() * image.channels();
    }
    normaliser.apply(out, offset, pixels.length);
  }

  private void greyRow(byte[] pixels, long x, long y, long stepX, long stepY, float[] out, int at) {
    int width = image.width();
    int lastX = width - 1;
    int lastY = image.height() - 1;
    for (int i = 0; i < width; i++, x += stepX, y += stepY) {
      int left = (int) (x >> POINT);
      int top = (int) (y >> POINT);
      int fx = weight(x);
      int fy = weight(y);
      if (left >= 0 && top >= 0 && left < lastX && top < lastY) {
        int p = top * width + left;
        int upper = (pixels[p] & 0xff) * (256 - fx) + (pixels[p + 1] & 0xff) * fx;
        p += width;
        int lower = (pixels[p] & 0xff) * (256 - fx) + (pixels[p + 1] & 0xff) * fx;
        out[at + i] = (upper * (256 - fy) + lower * fy) * WEIGHTED_UNIT;
      } else {
        out[at + i] = border(pixels, left, top, fx, fy, 0);
      }
    }
  }

  private void colourRow(
      byte[] pixels, long x, long y, long stepX, long stepY, float[] out, int at) {
    int channels = image.channels();
    int row = image.width() * channels;
    int lastX = image.width() - 1;
    int lastY = image.height() - 1;
    for (int i = at; i < at + row; i += channels, x += stepX, y += stepY) {
      int left = (int) (x >> POINT);
      int top = (int) (y >> POINT);
      int fx = weight(x);
      int fy = weight(y);
      if (left >= 0 && top >= 0 && left < lastX && top < lastY) {
        int p = top * row + left * channels;
        int a = (256 - fx) * (256 - fy);
        int b = fx * (256 - fy);
        int c = (256 - fx) * fy;
        int d = fx * fy;
        for (int channel = 0; channel < channels; channel++, p++) {
          int sum =
              a * (pixels[p] & 0xff)
                  + b * (pixels[p + channels] & 0xff)
                  + c * (pixels[p + row] & 0xff)
                  + d * (pixels[p + row + channels] & 0xff);
          out[i + channel] = sum * WEIGHTED_UNIT;
        }
      } else {
        for (int channel = 0; channel < channels; channel++) {
          out[i + channel] = border(pixels, left, top, fx, fy, channel);
        }
      }
    }
  }

  /** Samples at the border: neighbours outside the image count as padding. */
  private float border(byte[] pixels, int left, int top, int fx, int fy, int channel) {
    if (left < -1 || top < -1 || left >= image.width() || top >= image.height()) {
      return outside * UNIT;
    }
    int upper =
        at(pixels, left, top, channel) * (256 - fx) + at(pixels, left + 1, top, channel) * fx;
    int lower =
        at(pixels, left, top + 1, channel) * (256 - fx)
            + at(pixels, left + 1, top + 1, channel) * fx;
    return (upper * (256 - fy) + lower * fy) * WEIGHTED_UNIT;
  }

  private int at(byte[] pixels, int x, int y, int channel) {
    return x < 0 || y < 0 || x >= image.width() || y >= image.height()
        ? outside
        : pixels[(y * image.width() + x) * image.channels() + channel] & 0xff;
  }

  private static long fixed(double value) {
    return Math.round(value * (1L << POINT));
  }

  /** Returns how far a coordinate is on the way to the next pixel, in 256ths. */
  private static int weight(long coordinate) {
    return (int) (coordinate >> (POINT - 8)) & 0xff;
  }

  private void check(byte[] pixels, float[] out, int offset) {
    if (pixels.length != image.bytes()) {
      throw new IllegalArgumentException(
          "An image of %d x %d x %d has %d pixels, not %d"
              .formatted(
                  image.height(), image.width(), image.channels(), image.bytes(), pixels.length));
    }
    if (offset < 0 || offset > out.length - pixels.length) {
      throw new IllegalArgumentException(
          "%d floats do not fit into %d from %d on".formatted(pixels.length, out.length, offset));
    }
  }
}
