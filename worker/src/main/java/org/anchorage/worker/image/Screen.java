/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * The screen of an animation, and where its first frame lies on it. A frame may be smaller than the
 * screen; what it leaves free is transparent, as browsers show it.
 *
 * @param width of the screen
 * @param height of the screen
 * @param left column where the frame begins
 * @param top row where the frame begins
 */
record Screen(int width, int height, int left, int top) {

  private static final String ANIMATED_FRAME = "ANMF";

  /** Returns the screen of a GIF or of an animated WebP; null if it has none or is cut short. */
  static @Nullable Screen of(byte[] encoded, EncodedFormat format) {
    return switch (format) {
      case GIF -> gif(encoded);
      case WEBP -> webp(encoded);
      default -> null;
    };
  }

  private static @Nullable Screen gif(byte[] encoded) {
    int frame = Container.gifFrame(encoded);
    return frame < 0 || frame + 9 > encoded.length
        ? null
        : new Screen(
            little(encoded, 6, 2),
            little(encoded, 8, 2),
            little(encoded, frame, 2),
            little(encoded, frame + 2, 2));
  }

  private static @Nullable Screen webp(byte[] encoded) {
    @Nullable Screen canvas = null;
    for (Stretch chunk : Stretch.of(encoded, EncodedFormat.WEBP)) {
      int body = chunk.body();
      if (chunk.name().equals("VP8X") && body + 10 <= chunk.end()) {
        canvas =
            new Screen(little(encoded, body + 4, 3) + 1, little(encoded, body + 7, 3) + 1, 0, 0);
      }
      if (chunk.name().equals(ANIMATED_FRAME) && canvas != null && body + 6 <= chunk.end()) {
        return new Screen(
            canvas.width,
            canvas.height,
            2 * little(encoded, body, 3),
            2 * little(encoded, body + 3, 3));
      }
    }
    return canvas;
  }

  private static int little(byte[] bytes, int at, int many) {
    int value = 0;
    for (int i = many - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }

  /** Returns the frame on its screen; the frame itself if it fills the screen. */
  static BufferedImage filled(@Nullable Screen screen, BufferedImage frame) {
    if (screen == null || screen.fits(frame)) {
      return frame;
    }
    return screen.around(frame);
  }

  private boolean fits(BufferedImage frame) {
    return frame.getWidth() == width && frame.getHeight() == height;
  }

  private BufferedImage around(BufferedImage frame) {
    BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    int wide = Math.min(frame.getWidth(), width - left);
    int high = Math.min(frame.getHeight(), height - top);
    if (wide > 0 && high > 0) {
      int[] row = new int[wide];
      for (int y = 0; y < high; y++) {
        frame.getRGB(0, y, wide, 1, row, 0, wide);
        all.setRGB(left, top + y, wide, 1, row, 0, wide);
      }
    }
    return all;
  }
}
