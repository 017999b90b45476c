/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.anchorage.core.config.Colour;
import org.anchorage.core.config.ImageSettings;

/**
 * Makes small JPEGs of images, for people to look at. An image keeps its proportions, and a small
 * one its size. Transparent pixels are laid over the background of the settings. Thread-safe.
 */
public final class SmallPicture {

  /** Of Java by itself. */
  private static final float QUALITY = 0.75f;

  private final ImageLoader loader;
  private final int side;
  private final Color background;

  /**
   * Makes pictures of a size.
   *
   * @param side pixels of the longer side, at least 1
   * @param maxPixels an image whose header claims more is refused before anything is decoded
   * @param settings whose orientation and background are those of the pictures
   */
  public SmallPicture(int side, long maxPixels, ImageSettings settings) {
    Colour colour = settings.background();
    this.loader = new ImageLoader(maxPixels, settings.orientation());
    this.side = side;
    this.background = new Color(colour.red(), colour.green(), colour.blue());
  }

  /**
   * Returns a picture, as a JPEG.
   *
   * @param encoded the image, as in its file
   * @throws BadImageException if the bytes are not one whole image of a known format and size
   */
  public byte[] of(byte[] encoded) throws BadImageException {
    BufferedImage image = loader.load(encoded);
    int longest = Math.max(image.getWidth(), image.getHeight());
    double scale = Math.min(1, (double) side / longest);
    // Halves, so that no pixel is passed over; the rest is under a factor of two.
    BufferedImage scaled = image;
    while (scale < 0.5 && Math.max(scaled.getWidth(), scaled.getHeight()) >= 2 * side) {
      scaled = drawn(scaled, (scaled.getWidth() + 1) / 2, (scaled.getHeight() + 1) / 2);
    }
    return EncodedImage.jpeg(
        drawn(
            scaled,
            Math.max(1, (int) Math.round(image.getWidth() * scale)),
            Math.max(1, (int) Math.round(image.getHeight() * scale))),
        QUALITY);
  }

  private BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage drawn = EncodedImage.canvas(width, height);
    Graphics2D pen = drawn.createGraphics();
    try {
      pen.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      pen.drawImage(image, 0, 0, width, height, background, null);
    } finally {
      pen.dispose();
    }
    return drawn;
  }
}
