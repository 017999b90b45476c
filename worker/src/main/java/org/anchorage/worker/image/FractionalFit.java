/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import org.anchorage.core.architecture.InputRule.Resize;
import org.anchorage.core.config.ImageSettings;

/**
 * Resizes the part of an image that is wanted. The part may begin between two pixels. Values are
 * rounded once.
 */
final class FractionalFit {

  private static final int WHITE = 255;

  private FractionalFit() {}

  /**
   * Returns what of an image goes into the form.
   *
   * @param form to decode to, without a border
   */
  static Scaled scaled(PixelRows rows, ImageSettings form, Resize resize) {
    double wide = (double) form.width() / rows.width();
    double high = (double) form.height() / rows.height();
    return switch (form.fit()) {
      case STRETCH ->
          middle(rows, rows.width(), rows.height(), form, form.width(), form.height(), resize);
      case CROP -> {
        double scale = Math.max(wide, high);
        yield middle(
            rows,
            form.width() / scale,
            form.height() / scale,
            form,
            form.width(),
            form.height(),
            resize);
      }
      case PAD -> {
        double scale = Math.min(wide, high);
        yield middle(
            rows,
            rows.width(),
            rows.height(),
            form,
            side(rows.width() * scale, form.width()),
            side(rows.height() * scale, form.height()),
            resize);
      }
    };
  }

  private static int side(double pixels, int most) {
    return Math.max(1, Math.min(most, (int) Math.round(pixels)));
  }

  /** Scales a middle part of the source, of the given size. */
  private static Scaled middle(
      PixelRows rows,
      double fromWidth,
      double fromHeight,
      ImageSettings form,
      int width,
      int height,
      Resize resize) {
    Taps across = taps(fromWidth, rows.width(), width, resize);
    Taps down = taps(fromHeight, rows.height(), height, resize);
    float[][] values = Scaler.scale(rows, form.channels(), across, down);
    int length = width * form.channels();
    byte[] pixels = new byte[height * length];
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < length; i++) {
        pixels[y * length + i] = (byte) Math.min(WHITE, Math.round(values[y][i]));
      }
    }
    return new Scaled(pixels, width, height);
  }

  /** Returns the taps of the middle of one side. */
  private static Taps taps(double length, int source, int target, Resize resize) {
    return Taps.of((source - length) / 2, length, source, target, resize);
  }
}
