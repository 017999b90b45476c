/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.Transparency;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.WritableRaster;

/**
 * What a TIFF's channel beyond its colours means. Its reader takes each for plain alpha; it may be
 * no alpha at all, or the colours may be multiplied by it already.
 */
final class TiffAlpha {

  private static final int EXTRA_SAMPLES = 338;
  private static final long UNSPECIFIED = 0;
  private static final long MULTIPLIED = 1;

  private TiffAlpha() {}

  /** Returns the image with the meaning that the TIFF gives its values. */
  static BufferedImage meant(byte[] encoded, BufferedImage image) {
    ColorModel colours = image.getColorModel();
    if (!colours.hasAlpha() || !(colours instanceof ComponentColorModel)) {
      return image;
    }
    long extra = TiffTags.of(encoded, 0, encoded.length).first(EXTRA_SAMPLES, UNSPECIFIED);
    if (extra == UNSPECIFIED) {
      return withoutLast(image);
    }
    if (extra == MULTIPLIED) {
      divide(image.getRaster(), (1 << colours.getComponentSize(0)) - 1);
    }
    return image;
  }

  private static BufferedImage withoutLast(BufferedImage image) {
    WritableRaster raster = image.getRaster();
    ColorModel colours = image.getColorModel();
    int[] bands = new int[raster.getNumBands() - 1];
    for (int i = 0; i < bands.length; i++) {
      bands[i] = i;
    }
    return new BufferedImage(
        new ComponentColorModel(
            colours.getColorSpace(), false, false, Transparency.OPAQUE, colours.getTransferType()),
        raster.createWritableChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, bands),
        false,
        null);
  }

  private static void divide(WritableRaster raster, int most) {
    int bands = raster.getNumBands();
    int[] row = new int[bands * raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int at = 0; at < row.length; at += bands) {
        long alpha = row[at + bands - 1];
        for (int i = at; i < at + bands - 1 && alpha > 0; i++) {
          row[i] = (int) Math.min(most, ((long) row[i] * most + alpha / 2) / alpha);
        }
      }
      raster.setPixels(0, y, raster.getWidth(), 1, row);
    }
  }
}
