/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.anchorage.core.config.Colour;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an image as numbers from 0 to 255, grey or RGB. Samples are read as they are stored:
 * a {@link BufferedImage} that is asked for RGB changes greys, because Java takes them for linear
 * light. Transparent pixels are laid over a background; grey is luma, (299 R + 587 G + 114 B) /
 * 1000.
 *
 * <p>Not thread-safe.
 */
final class PixelRows {

  private static final int SOLID = 255;
  private static final int OPAQUE = 0xff000000;

  private final BufferedImage image;
  private final int channels;
  private final Colour background;
  private final ColorModel colours;
  private final Raster raster;
  private final int[] palette;
  private final int[] argb;
  private final int bands;
  private final @Nullable OpaqueBytes opaque;
  private int[] samples;

  PixelRows(BufferedImage image, int channels, Colour background) {
    this.image = image;
    this.channels = channels;
    this.background = background;
    this.colours = image.getColorModel();
    this.raster = image.getRaster();
    this.argb = new int[image.getWidth()];
    this.samples = new int[image.getWidth() * raster.getNumBands()];
    this.bands = plainComponents(colours) ? raster.getNumBands() : 0;
    this.opaque = bands == 3 && channels == 3 ? OpaqueBytes.of(image) : null;
    this.palette = colours instanceof IndexColorModel index ? colours(index) : new int[0];
  }

  private static int[] colours(IndexColorModel index) {
    int[] palette = new int[index.getMapSize()];
    index.getRGBs(palette);
    return palette;
  }

  private static boolean plainComponents(ColorModel colours) {
    if (!(colours instanceof ComponentColorModel) || colours.isAlphaPremultiplied()) {
      return false;
    }
    int type = colours.getColorSpace().getType();
    int transfer = colours.getTransferType();
    return (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB)
        && (transfer == DataBuffer.TYPE_BYTE || transfer == DataBuffer.TYPE_USHORT);
  }

  int width() {
    return image.getWidth();
  }

  int height() {
    return image.getHeight();
  }

  /** Writes row y: width x channels values. */
  void row(int y, int[] values) {
    if (opaque != null) {
      opaque.row(y, values);
      return;
    }
    if (bands > 0) {
      components(y, values);
      return;
    }
    if (palette.length > 0) {
      samples = raster.getSamples(0, y, argb.length, 1, 0, samples);
      for (int x = 0; x < argb.length; x++) {
        argb[x] = palette[samples[x]];
      }
    } else {
      image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
    }
    for (int x = 0; x < argb.length; x++) {
      int pixel = argb[x];
      put(values, x, pixel >>> 24, (pixel >> 16) & 255, (pixel >> 8) & 255, pixel & 255);
    }
  }

  private void components(int y, int[] values) {
    samples = raster.getPixels(0, y, argb.length, 1, samples);
    if (colours.getComponentSize(0) != 8) {
      toEightBits();
    }
    if (bands == 1 && channels == 1) {
      System.arraycopy(samples, 0, values, 0, argb.length);
      return;
    }
    int green = bands < 3 ? 0 : 1;
    int blue = bands < 3 ? 0 : 2;
    boolean transparency = colours.hasAlpha();
    for (int x = 0, at = 0; x < argb.length; x++, at += bands) {
      int alpha = transparency ? samples[at + bands - 1] : OPAQUE >>> 24;
      put(values, x, alpha, samples[at], samples[at + green], samples[at + blue]);
    }
  }

  private void toEightBits() {
    int bits = colours.getComponentSize(0);
    int most = (1 << bits) - 1;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bits > 8 ? samples[i] >> (bits - 8) : samples[i] * 255 / most;
    }
  }

  private void put(int[] values, int x, int alpha, int red, int green, int blue) {
    int r = over(background.red(), red, alpha);
    int g = over(background.green(), green, alpha);
    int b = over(background.blue(), blue, alpha);
    if (channels == 1) {
      values[x] = r == g && g == b ? r : (299 * r + 587 * g + 114 * b + 500) / 1000;
    } else {
      values[3 * x] = r;
      values[3 * x + 1] = g;
      values[3 * x + 2] = b;
    }
  }

  private static int over(int ground, int value, int alpha) {
    return alpha == SOLID ? value : (value * alpha + ground * (255 - alpha) + 127) / 255;
  }
}
