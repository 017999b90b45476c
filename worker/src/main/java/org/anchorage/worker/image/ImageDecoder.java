/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.ImageSettings;

/**
 * Decodes an image into the form that the settings ask for: uint8, height x width x channels,
 * row-major, channels last, RGB.
 *
 * <p>Grey is luma; transparent pixels are laid over white. Images are resized as the network's rule
 * says. Padding has the rule's brightness whether or not the image is inverted. Black is the
 * background of light ink, and convolutions pad with it. Deterministic and thread-safe.
 */
public final class ImageDecoder {

  private static final int WHITE = 255;

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
    this.loader = new ImageLoader(maxPixels);
  }

  /**
   * Returns the pixels, {@link ImageSettings#bytes()} of them.
   *
   * @throws BadImageException if the bytes are not one whole image of a known format and size
   */
  public byte[] decode(byte[] encoded) throws BadImageException {
    return decode(loader.load(encoded));
  }

  private byte[] decode(BufferedImage image) {
    PixelRows rows = new PixelRows(image, settings.channels());
    double wide = (double) settings.width() / rows.width();
    double high = (double) settings.height() / rows.height();
    return switch (settings.fit()) {
      case STRETCH -> place(rows, rows.width(), rows.height(), settings.width(), settings.height());
      case CROP -> {
        double scale = Math.max(wide, high);
        yield place(
            rows,
            settings.width() / scale,
            settings.height() / scale,
            settings.width(),
            settings.height());
      }
      case PAD -> {
        double scale = Math.min(wide, high);
        yield place(
            rows,
            rows.width(),
            rows.height(),
            side(rows.width() * scale, settings.width()),
            side(rows.height() * scale, settings.height()));
      }
    };
  }

  private static int side(double pixels, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(pixels)));
  }

  /** Scales a middle part of the source, of the given size, into the middle of the result. */
  private byte[] place(PixelRows rows, double fromWidth, double fromHeight, int width, int height) {
    int channels = settings.channels();
    Taps across = taps(fromWidth, rows.width(), width);
    Taps down = taps(fromHeight, rows.height(), height);
    float[] scaled = Scaler.scale(rows, channels, across, down);
    byte[] pixels = new byte[settings.bytes()];
    Arrays.fill(pixels, (byte) rule.padding());
    int left = (settings.width() - width) / 2;
    int top = (settings.height() - height) / 2;
    for (int y = 0; y < height; y++) {
      int to = ((top + y) * settings.width() + left) * channels;
      int from = y * width * channels;
      for (int i = 0; i < width * channels; i++) {
        int value = Math.min(WHITE, Math.round(scaled[from + i]));
        pixels[to + i] = (byte) (settings.invert() ? WHITE - value : value);
      }
    }
    return pixels;
  }

  /** Returns the taps of the middle of one side. */
  private Taps taps(double length, int source, int target) {
    return Taps.of((source - length) / 2, length, source, target, rule.resize());
  }
}
