/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import org.anchorage.core.config.ImageSettings;

/**
 * Resizes the whole image to whole pixels, as Pillow does, and keeps the part that is wanted. With
 * {@code fit = crop} the sides are torchvision's: Resize brings the side that binds to its size and
 * rounds the other down, CenterCrop cuts the middle out. Only pixels of that part are computed.
 */
final class PillowFit {

  private PillowFit() {}

  /**
   * Returns what of an image goes into the form.
   *
   * @param form that the network reads; its border is decoded too
   */
  static Scaled scaled(PixelRows rows, ImageSettings form) {
    ImageSettings decoded = form.decoded();
    int width = decoded.width();
    int height = decoded.height();
    boolean widthBinds = (long) width * rows.height() >= (long) height * rows.width();
    return switch (form.fit()) {
      case STRETCH -> cut(rows, form, width, height);
      case CROP ->
          widthBinds
              ? cut(rows, form, width, Math.max(height, side(width, rows.height(), rows.width())))
              : cut(rows, form, Math.max(width, side(height, rows.width(), rows.height())), height);
      case PAD ->
          widthBinds
              ? cut(rows, form, Math.max(1, side(height, rows.width(), rows.height())), height)
              : cut(rows, form, width, Math.max(1, side(width, rows.height(), rows.width())));
    };
  }

  /** Returns the other side of an image, as torchvision computes it. */
  private static int side(int side, int sourceOther, int source) {
    return (int) ((double) ((long) side * sourceOther) / source);
  }

  /** Resizes the whole image to this width and height, and cuts the middle out of what is over. */
  private static Scaled cut(PixelRows rows, ImageSettings form, int width, int height) {
    ImageSettings decoded = form.decoded();
    PillowTaps across = taps(rows.width(), width, decoded.width(), form.border());
    PillowTaps down = taps(rows.height(), height, decoded.height(), form.border());
    return new Scaled(
        PillowScaler.scale(rows, form.channels(), across, down), across.target(), down.target());
  }

  /**
   * Returns the taps of the part of a side that is kept. It lies so that the middle of this part is
   * the middle of the side, however the halves of pixels are rounded.
   */
  private static PillowTaps taps(int source, int resized, int wanted, int border) {
    if (resized <= wanted) {
      return PillowTaps.of(source, resized, 0, resized);
    }
    int from = Middle.of(resized - wanted + border) - Middle.of(border);
    return PillowTaps.of(source, resized, from, wanted);
  }
}
