/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A small image of a report.
 *
 * @param png the encoded bytes, PNG; kept, not copied, and not to be changed
 */
public record Thumbnail(byte[] png) {

  /**
   * Encodes pixels.
   *
   * @param pixels height x width x channels, row-major, unsigned bytes
   * @param height in pixels, at least 1
   * @param width in pixels, at least 1
   * @param channels 1 (grey) or 3 (red, green, blue)
   * @throws IllegalArgumentException if there are not height x width x channels bytes, or another
   *     number of channels
   */
  public static Thumbnail of(byte[] pixels, int height, int width, int channels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "An image of " + channels + " channels cannot be shown; pass 1 (grey) or 3 (RGB)");
    }
    if (height < 1 || width < 1 || pixels.length != height * width * channels) {
      throw new IllegalArgumentException(
          pixels.length
              + " bytes are no image of height "
              + height
              + ", width "
              + width
              + " and "
              + channels
              + " channels; pass height x width x channels of them");
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      int red = pixels[i * channels] & 0xff;
      int green = pixels[i * channels + channels / 2] & 0xff;
      int blue = pixels[i * channels + channels - 1] & 0xff;
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    return new Thumbnail(encode(image));
  }

  /** Returns the image as a data URI. */
  String dataUri() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalStateException("This Java has no PNG writer; use one with java.desktop");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
