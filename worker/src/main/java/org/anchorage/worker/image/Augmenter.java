/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.util.Locale;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.core.seed.Seed;

/**
 * Turns decoded pixels into the encoder's input. Evaluation reads the middle of a decoded image,
 * without its border. For training it is changed at random within the settings. The changes are one
 * affine map, sampled once and bilinearly, with the rule's padding outside the decoded image: crop,
 * then turn, shear, scale and mirror about the centre, then shift. Then the rule is applied: range,
 * mean, deviation and channel order.
 *
 * <p>With {@code augment.crop} below 1, a crop is a share of the whole decoded area, border and
 * all, and is brought to the network's size. With {@code augment.crop = 1} it is the middle that
 * evaluation reads, and a shift moves it into the border: a shift of border / (2 width) is a random
 * crop of the network's size.
 *
 * <p>A crop is torchvision's RandomResizedCrop in all but this:
 *
 * <ul>
 *   <li>It is taken from the decoded image, not from the file's, so its ratio of sides is relative
 *       to {@code image.width : image.height}.
 *   <li>Its place and sides are not rounded to whole pixels.
 *   <li>Samples near its edge mix with the pixels beyond, or with padding at the edge of the image.
 *       torchvision repeats the last pixel of the crop.
 *   <li>Where a crop of the given share does not fit with the ratio that was drawn, the ratio is
 *       drawn nearer to 1. torchvision draws both anew, so it has fewer large crops.
 *   <li>Nothing is antialiased: where a crop is over twice as large as the output in a direction,
 *       pixels are skipped. A border of no more than the width and the height keeps crops below
 *       that. torchvision antialiases every crop that is larger than the output.
 * </ul>
 *
 * Otherwise a sample differs from an exact bilinear one by the rounding of its weights to 256ths,
 * within a level for a crop that is enlarged, and is not rounded to a whole level.
 *
 * <p>Pixels are unsigned bytes, height x width x channels row-major, RGB; floats have the same
 * layout, with channels in the rule's order.
 *
 * <p>Immutable and thread-safe.
 */
public final class Augmenter {

  private final ImageSettings image;
  private final ImageSettings decoded;
  private final AugmentSettings settings;
  private final Normaliser normaliser;
  private final Sampler sampler;

  /**
   * Makes an augmenter of images of one form.
   *
   * @param rule what the network reads
   * @throws IllegalArgumentException if the rule is for another number of channels
   */
  public Augmenter(ImageSettings image, InputRule rule, AugmentSettings settings) {
    this.image = image;
    this.decoded = image.decoded();
    this.settings = settings;
    this.normaliser = new Normaliser(rule, image.channels());
    this.sampler = new Sampler(decoded.width(), decoded.height(), image.channels(), rule.padding());
  }

  /**
   * Writes the middle of an image with only the rule applied, for evaluation.
   *
   * @param pixels decoded height x decoded width x channels
   * @param out where it is written, height x width x channels floats
   * @param offset of its first float
   * @throws IllegalArgumentException if the pixels are not of the form, or do not fit into {@code
   *     out}
   */
  public void plain(byte[] pixels, float[] out, int offset) {
    check(pixels, out, offset);
    int channels = image.channels();
    int length = image.width() * channels;
    int before = Middle.of(image.border());
    for (int y = 0; y < image.height(); y++) {
      int from = ((before + y) * decoded.width() + before) * channels;
      normaliser.read(pixels, from, out, offset + y * length, length);
    }
  }

  /**
   * Writes an image changed at random, for training; the same seed changes it in the same way.
   *
   * @param pixels decoded height x decoded width x channels
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
      warp(pixels, Affine.draw(settings, image, seed.generator()), out, offset);
    }
  }

  /** Writes an image as seen through a map. */
  void warp(byte[] pixels, Affine map, float[] out, int offset) {
    check(pixels, out, offset);
    int length = image.width() * image.channels();
    int at = offset;
    for (int y = 0; y < image.height(); y++, at += length) {
      sampler.row(pixels, map, y, out, at, image.width());
      normaliser.apply(out, at, length);
    }
  }

  private void check(byte[] pixels, float[] out, int offset) {
    if (pixels.length != decoded.bytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An image of %d x %d x %d has %d pixels, not %d",
              decoded.height(),
              decoded.width(),
              image.channels(),
              decoded.bytes(),
              pixels.length));
    }
    if (offset < 0 || offset > out.length - image.bytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d floats do not fit into %d from %d on",
              image.bytes(),
              out.length,
              offset));
    }
  }
}
