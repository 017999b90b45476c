/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.awt.image.BufferedImage;
import java.util.Base64;
import org.anchorage.worker.image.EncodedImage;

/**
 * A small image of a report: PNG if it is small itself, else JPEG.
 *
 * @param type {@code png} or {@code jpeg}
 * @param bytes the encoded image; kept, not copied, and not to be changed
 */
public record Thumbnail(String type, byte[] bytes) {

  /** The larger side of the largest thumbnail. */
  static final int SIDE = 112;

  /** The larger side of the largest image that is kept pixel by pixel. */
  private static final int EXACT = 64;

  private static final float QUALITY = 0.8f;

  /** Encodes an image, shrunk to at most {@value #SIDE} pixels on its larger side. */
  public static Thumbnail of(Raster image) {
    Raster small = image.shrunk(SIDE);
    boolean exact = Math.max(small.width(), small.height()) <= EXACT;
    BufferedImage canvas = EncodedImage.canvas(small.width(), small.height());
    small.draw(canvas, 0, 0);
    return exact
        ? new Thumbnail("png", EncodedImage.png(canvas))
        : new Thumbnail("jpeg", EncodedImage.jpeg(canvas, QUALITY));
  }

  /** Returns the image as a data URI. */
  public String dataUri() {
    return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
