/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;
import org.anchorage.worker.image.EncodedImage;

/**
 * Many small images of one size as one JPEG, side by side in rows: image i lies in column {@code i
 * % columns}.
 *
 * @param columns images in a row
 * @param width of an image, in pixels
 * @param height of an image, in pixels
 * @param jpeg the encoded bytes; kept, not copied, and not to be changed
 */
public record Sheet(int columns, int width, int height, byte[] jpeg) {

  /** The larger side of an image. */
  static final int SIDE = 40;

  /** If a sheet is larger, it is encoded with less quality. */
  static final int MOST_BYTES = 2_500_000;

  private static final float[] QUALITIES = {0.8f, 0.6f, 0.4f, 0.2f};

  /**
   * Draws images, each shrunk to at most {@value #SIDE} pixels on its larger side; at least one.
   */
  static Sheet of(List<Raster> images) {
    Raster first = images.get(0).shrunk(SIDE);
    int columns = (int) Math.ceil(Math.sqrt(images.size()));
    int rows = (images.size() + columns - 1) / columns;
    BufferedImage canvas = EncodedImage.canvas(columns * first.width(), rows * first.height());
    for (int i = 0; i < images.size(); i++) {
      images
          .get(i)
          .shrunk(SIDE)
          .draw(canvas, i % columns * first.width(), i / columns * first.height());
    }
    byte[] jpeg = {};
    for (float quality : QUALITIES) {
      jpeg = EncodedImage.jpeg(canvas, quality);
      if (jpeg.length <= MOST_BYTES) {
        break;
      }
    }
    return new Sheet(columns, first.width(), first.height(), jpeg);
  }

  /** Returns the sheet as a data URI. */
  public String dataUri() {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }
}
