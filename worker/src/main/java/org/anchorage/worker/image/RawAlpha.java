/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.Locale;
import org.anchorage.worker.image.BadImageException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The alpha channel of a lossy WebP that is stored without compression. Its reader leaves it out
 * and shows the image opaque.
 */
final class RawAlpha {

  private static final String NAME = "ALPH";
  private static final int FRAME_HEADER = 16;
  private static final int COMPRESSION = 3;
  private static final int FILTER_SHIFT = 2;
  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;
  private static final int GRADIENT = 3;

  private RawAlpha() {}

  /**
   * Puts the channel into a decoded image, if it is stored so.
   *
   * @throws BadImageException if it is cut short, or lies in an animation
   */
  static void restore(byte[] encoded, BufferedImage image) throws BadImageException {
    Stretch chunk = find(encoded);
    if (chunk == null) {
      return;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    if (chunk.end() - chunk.body() - 1 < (long) width * height) {
      throw new BadImageException(
          Reason.TRUNCATED,
          String.format(
              Locale.ROOT,
              "The alpha channel of the WEBP has %d bytes for %d x %d pixels",
              chunk.end() - chunk.body() - 1,
              width,
              height));
    }
    WritableRaster alpha = image.getAlphaRaster();
    if (alpha == null) {
      throw new BadImageException(
          Reason.CORRUPT, "The WEBP has an alpha channel, and its header says that it has none");
    }
    put(encoded, chunk.body() + 1, (encoded[chunk.body()] >> FILTER_SHIFT) & 3, alpha);
  }

  private static @Nullable Stretch find(byte[] encoded) throws BadImageException {
    for (Stretch chunk : Stretch.of(encoded, EncodedFormat.WEBP)) {
      if (chunk.name().equals(NAME) && isRaw(encoded, chunk.body(), chunk.end())) {
        return chunk;
      }
      int inner = chunk.body() + FRAME_HEADER;
      if (chunk.name().equals("ANMF")) {
        if (EncodedFormat.starts(encoded, inner, NAME) && isRaw(encoded, inner + 8, chunk.end())) {
          throw new BadImageException(
              Reason.UNREADABLE,
              "It is an animated WebP whose alpha channel is not compressed, which is not read;"
                  + " convert its first frame to PNG, e.g. by magick 'IN.webp[0]' OUT.png");
        }
        return null;
      }
    }
    return null;
  }

  private static boolean isRaw(byte[] encoded, int header, int end) {
    return header < end && (encoded[header] & COMPRESSION) == 0;
  }

  /** Undoes the filter: each value is stored less what its neighbours let expect. */
  private static void put(byte[] encoded, int from, int filter, WritableRaster alpha) {
    int width = alpha.getWidth();
    int[] above = new int[width];
    int[] row = new int[width];
    for (int y = 0; y < alpha.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        int left = x > 0 ? row[x - 1] : above[0];
        int up = y > 0 ? above[x] : left;
        int corner = x > 0 && y > 0 ? above[x - 1] : up;
        int guess =
            switch (filter) {
              case HORIZONTAL -> left;
              case VERTICAL -> up;
              case GRADIENT ->
                  x == 0 || y == 0 ? left : Math.max(0, Math.min(255, left + up - corner));
              default -> 0;
            };
        row[x] = (encoded[from + y * width + x] + guess) & 0xff;
      }
      alpha.setSamples(0, y, width, 1, 0, row);
      int[] swapped = above;
      above = row;
      row = swapped;
    }
  }
}
