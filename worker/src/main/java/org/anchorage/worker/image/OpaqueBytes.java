/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an image of opaque RGB bytes, read from its array: what JPEGs decode to. Asking the
 * raster for its samples gives the same and takes several times as long.
 *
 * @param bytes of the whole image
 * @param width in pixels
 * @param origin where the first pixel begins
 * @param line bytes from a row to the next
 * @param step bytes from a pixel to the next
 * @param red where a pixel's red is
 * @param green where its green is
 * @param blue where its blue is
 */
record OpaqueBytes(
    byte[] bytes, int width, int origin, int line, int step, int red, int green, int blue) {

  /** Returns the bytes of an image, or null if it keeps its pixels otherwise. */
  static @Nullable OpaqueBytes of(BufferedImage image) {
    Raster raster = image.getRaster();
    ColorModel colours = image.getColorModel();
    if (raster.getNumBands() != 3
        || colours.hasAlpha()
        || colours.getComponentSize(0) != 8
        || raster.getParent() != null
        || !(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
        || !(raster.getDataBuffer() instanceof DataBufferByte data)) {
      return null;
    }
    int[] offsets = model.getBandOffsets();
    return new OpaqueBytes(
        data.getData(),
        image.getWidth(),
        data.getOffset(),
        model.getScanlineStride(),
        model.getPixelStride(),
        offsets[0],
        offsets[1],
        offsets[2]);
  }

  /** Writes row y: width x 3 values. */
  void row(int y, int[] values) {
    int from = origin + y * line;
    for (int i = 0; i < 3 * width; i += 3, from += step) {
      values[i] = bytes[from + red] & 0xff;
      values[i + 1] = bytes[from + green] & 0xff;
      values[i + 2] = bytes[from + blue] & 0xff;
    }
  }
}
