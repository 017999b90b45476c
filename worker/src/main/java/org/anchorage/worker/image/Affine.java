/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.util.SplittableRandom;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.AugmentSettings.Flip;

/**
 * Where each pixel of an output image comes from: source x = xx x + xy y + x0 and source y = yx x +
 * yy y + y0, in pixels from the centre of the first pixel. Immutable.
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

  static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /**
   * Draws a map within the settings. Always takes the same number of random values, so that turning
   * one change on leaves the others as they were.
   */
  static Affine draw(AugmentSettings settings, int width, int height, SplittableRandom random) {
    double right = (2 * random.nextDouble() - 1) * settings.shift() * width;
    double down = (2 * random.nextDouble() - 1) * settings.shift() * height;
    double side = Math.sqrt(1 - random.nextDouble() * (1 - settings.crop()));
    double cropX = (random.nextDouble() - 0.5) * (1 - side) * width;
    double cropY = (random.nextDouble() - 0.5) * (1 - side) * height;
    boolean flip = random.nextDouble() < 0.5 && settings.flip() == Flip.HORIZONTAL;
    double angle = Math.toRadians((2 * random.nextDouble() - 1) * settings.rotate());
    double scale = 1 + (2 * random.nextDouble() - 1) * settings.scale();
    double shear = Math.tan(Math.toRadians((2 * random.nextDouble() - 1) * settings.shear()));
    return IDENTITY
        .crop(side, cropX, cropY)
        .turn(angle)
        .shear(shear)
        .scale(flip ? -scale : scale, scale)
        .shift(right, down)
        .about((width - 1) / 2.0, (height - 1) / 2.0);
  }

  /**
   * Keeps a window of the source. Its sides are a share of the source's; its centre is moved by x,
   * y.
   */
  Affine crop(double side, double x, double y) {
    return new Affine(side * xx, side * xy, x0 + x, side * yx, side * yy, y0 + y);
  }

  /** Then turns the image clockwise, as y points down. */
  Affine turn(double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    return then(c, s, 0, -s, c, 0);
  }

  /** Then moves each row right by its y times the factor. */
  Affine shear(double factor) {
    return then(1, -factor, 0, 0, 1, 0);
  }

  /** Then enlarges the image; a negative factor mirrors it. */
  Affine scale(double x, double y) {
    return then(1 / x, 0, 0, 0, 1 / y, 0);
  }

  /** Then moves the image right and down. */
  Affine shift(double right, double down) {
    return then(1, 0, -right, 0, 1, -down);
  }

  /** Applies the whole map about this point instead of the origin. */
  Affine about(double x, double y) {
    Affine moved = new Affine(xx, xy, x0 + x, yx, yy, y0 + y);
    return moved.shift(x, y);
  }

  /** Adds a change behind this map. The arguments map the new output back to this map's output. */
  private Affine then(double axx, double axy, double ax0, double ayx, double ayy, double ay0) {
    return new Affine(
        xx * axx + xy * ayx,
        xx * axy + xy * ayy,
        xx * ax0 + xy * ay0 + x0,
        yx * axx + yy * ayx,
        yx * axy + yy * ayy,
        yx * ax0 + yy * ay0 + y0);
  }
}
