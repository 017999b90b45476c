/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.util.SplittableRandom;
import org.anchorage.core.config.AugmentSettings;
import org.anchorage.core.config.AugmentSettings.Flip;
import org.anchorage.core.config.ImageSettings;

/**
 * Where each pixel of an output image comes from: source x = xx x + xy y + x0 and source y = yx x +
 * yy y + y0, in pixels from the centre of the first pixel. Immutable.
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

  static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /**
   * Draws a map from what the network reads to the decoded image. Always takes the same number of
   * random values, so that turning one change on leaves the others as they were.
   */
  static Affine draw(AugmentSettings settings, ImageSettings image, SplittableRandom random) {
    double right = (2 * random.nextDouble() - 1) * settings.shift() * image.width();
    double down = (2 * random.nextDouble() - 1) * settings.shift() * image.height();
    double side = Math.sqrt(1 - random.nextDouble() * (1 - settings.crop()));
    double cropX = random.nextDouble() - 0.5;
    double cropY = random.nextDouble() - 0.5;
    boolean flip = random.nextDouble() < 0.5 && settings.flip() == Flip.HORIZONTAL;
    double angle = Math.toRadians((2 * random.nextDouble() - 1) * settings.rotate());
    double scale = 1 + (2 * random.nextDouble() - 1) * settings.scale();
    double shear = Math.tan(Math.toRadians((2 * random.nextDouble() - 1) * settings.shear()));
    double stretch = Math.sqrt(ratio(settings.aspect(), side, random.nextDouble()));
    boolean crops = settings.crop() < 1;
    return (crops ? window(side * stretch, side / stretch, cropX, cropY, image) : IDENTITY)
        .turn(angle)
        .shear(shear)
        .scale(flip ? -scale : scale, scale)
        .shift(right, down)
        .from(
            centre(image.width(), image.border(), crops),
            centre(image.height(), image.border(), crops))
        .shift((image.width() - 1) / 2.0, (image.height() - 1) / 2.0);
  }

  /** Returns the centre of the decoded image, or of the part that evaluation reads. */
  private static double centre(int side, int border, boolean whole) {
    return whole ? (side + border - 1) / 2.0 : Middle.of(border) + (side - 1) / 2.0;
  }

  /**
   * Returns the ratio of a crop's sides, over that of the image's. Its logarithm is even between
   * bounds: those of the setting, or those within which a crop of this area fits into the image.
   */
  private static double ratio(double aspect, double side, double drawn) {
    double most = Math.min(Math.log(aspect), -2 * Math.log(side));
    return Math.exp((2 * drawn - 1) * most);
  }

  /**
   * Maps the output to a window of the decoded image, both counted from their centres.
   *
   * @param wide share of the decoded width
   * @param high share of the decoded height
   * @param x where the window lies among all places that it may have, -0.5 to 0.5
   * @param y the same
   */
  private static Affine window(double wide, double high, double x, double y, ImageSettings image) {
    ImageSettings decoded = image.decoded();
    return new Affine(
        wide * ((double) decoded.width() / image.width()),
        0,
        x * (1 - wide) * decoded.width(),
        0,
        high * ((double) decoded.height() / image.height()),
        y * (1 - high) * decoded.height());
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

  /** Counts the source from a point that lies this far before its origin. */
  private Affine from(double x, double y) {
    return new Affine(xx, xy, x0 + x, yx, yy, y0 + y);
  }

  /** Applies the whole map about this point instead of the origin. */
  Affine about(double x, double y) {
    return from(x, y).shift(x, y);
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
