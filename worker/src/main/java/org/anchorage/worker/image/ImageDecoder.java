/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.InputRule.Resize;
import org.anchorage.core.config.ImageSettings;

/**
 * Decodes an image into the form that the settings ask for: uint8, height x width x channels,
 * row-major, channels last, RGB.
 *
 * <p>Grey is luma; transparent pixels are laid over the background of the settings, white by
 * default. (Pillow's {@code convert("RGB")} drops transparency and shows the colours beneath.)
 * Images are resized as the network's rule says, to the size of the form and its border; with
 * {@link Resize#PILLOW} colour profiles are ignored, as Pillow ignores them. Padding has the rule's
 * brightness whether or not the image is inverted. Black is the background of light ink, and
 * convolutions pad with it. Deterministic and thread-safe.
 */
public final class ImageDecoder {

  private final ImageSettings settings;
  private final InputRule rule;
  private final ImageLoader loader;

  /**
   * Makes a decoder.
   *
   * @param settings the form wanted
   * @param rule how the network wants images resized and padded
   * @param maxPixels an image whose header claims more is refused before anything is decoded
   */
  public ImageDecoder(ImageSettings settings, InputRule rule, long maxPixels) {
    this.settings = settings;
    this.rule = rule;
    this.loader = new ImageLoader(maxPixels, settings.orientation());
  }

  /**
   * Returns the pixels, border and all: as many as {@link ImageSettings#decoded()} has.
   *
   * @throws BadImageException if the bytes are not one whole image of a known format and size
   */
  public byte[] decode(byte[] encoded) throws BadImageException {
    return decode(
        rule.resize() == Resize.PILLOW ? loader.loadPlain(encoded) : loader.load(encoded));
  }

  private byte[] decode(BufferedImage image) {
    PixelRows rows = new PixelRows(image, settings.channels(), settings.background());
    return placed(
        rule.resize() == Resize.PILLOW
            ? PillowFit.scaled(rows, settings)
            : FractionalFit.scaled(rows, settings.decoded(), rule.resize()));
  }

  /** Puts a resized image into the middle of the form, with padding around it. */
  private byte[] placed(Scaled scaled) {
    ImageSettings form = settings.decoded();
    int length = scaled.width() * form.channels();
    int left = (form.width() - scaled.width()) / 2;
    int top = (form.height() - scaled.height()) / 2;
    if (settings.invert()) {
      invert(scaled.pixels());
    }
    if (scaled.pixels().length == form.bytes()) {
      return scaled.pixels();
    }
    byte[] pixels = new byte[form.bytes()];
    Arrays.fill(pixels, (byte) rule.padding());
    for (int y = 0; y < scaled.height(); y++) {
      int to = ((top + y) * form.width() + left) * form.channels();
      System.arraycopy(scaled.pixels(), y * length, pixels, to, length);
    }
    return pixels;
  }

  private static void invert(byte[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ~pixels[i];
    }
  }
}
