/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import org.jspecify.annotations.Nullable;

/**
 * Turns and mirrors images, so that they stand as Exif's orientation says. Values do not change.
 */
final class Turned {

  private final Raster from;
  private final int orientation;
  private final int width;
  private final int height;

  private Turned(Raster from, int orientation) {
    this.from = from;
    this.orientation = orientation;
    boolean lying = orientation > 4;
    this.width = lying ? from.getHeight() : from.getWidth();
    this.height = lying ? from.getWidth() : from.getHeight();
  }

  /** Returns the image upright; the same one if it stands so. */
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation == CameraOrientation.UPRIGHT) {
      return image;
    }
    Turned turned = new Turned(image.getRaster(), orientation);
    ColorModel colours = image.getColorModel();
    WritableRaster to = colours.createCompatibleWritableRaster(turned.width, turned.height);
    if (!turned.bytes(to)) {
      turned.elements(to);
    }
    return new BufferedImage(colours, to, colours.isAlphaPremultiplied(), null);
  }

  /** Returns which column the pixel comes from that will be at x, y. */
  private int column(int x, int y) {
    return switch (orientation) {
      case 2, 3 -> width - 1 - x;
      case 4 -> x;
      case 5, 6 -> y;
      default -> height - 1 - y;
    };
  }

  /** Returns which row the pixel comes from that will be at x, y. */
  private int row(int x, int y) {
    return switch (orientation) {
      case 2 -> y;
      case 3, 4 -> height - 1 - y;
      case 5, 8 -> x;
      default -> width - 1 - x;
    };
  }

  private void elements(WritableRaster to) {
    @Nullable Object pixel = null;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixel = from.getDataElements(column(x, y), row(x, y), pixel);
        to.setDataElements(x, y, pixel);
      }
    }
  }

  /** Copies whole bytes, several times as fast; returns false if pixels are not kept so. */
  private boolean bytes(WritableRaster to) {
    if (from.getParent() != null
        || !(from.getSampleModel() instanceof PixelInterleavedSampleModel source)
        || !(to.getSampleModel() instanceof PixelInterleavedSampleModel target)
        || !(from.getDataBuffer() instanceof DataBufferByte stored)
        || !(to.getDataBuffer() instanceof DataBufferByte turned)) {
      return false;
    }
    byte[] old = stored.getData();
    byte[] now = turned.getData();
    int[] oldBands = source.getBandOffsets();
    int[] nowBands = target.getBandOffsets();
    for (int y = 0; y < height; y++) {
      int at = turned.getOffset() + y * target.getScanlineStride();
      for (int x = 0; x < width; x++, at += target.getPixelStride()) {
        int place =
            stored.getOffset()
                + row(x, y) * source.getScanlineStride()
                + column(x, y) * source.getPixelStride();
        for (int band = 0; band < oldBands.length; band++) {
          now[at + nowBands[band]] = old[place + oldBands[band]];
        }
      }
    }
    return true;
  }
}
