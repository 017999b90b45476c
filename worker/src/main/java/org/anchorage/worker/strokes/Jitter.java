/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.strokes;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How far the writings of a character differ; lengths are parts of the box. Immutable.
 *
 * @param point standard deviation of each point
 * @param stroke standard deviation of each stroke's place
 * @param shift standard deviation of the character's place
 * @param turn standard deviation of the character's slope, in radians
 * @param shear standard deviation of the character's slant
 * @param size standard deviation of the character's width and of its height, relative
 * @param thin radius of the thinnest pen
 * @param thick radius of the thickest pen
 * @param noise standard deviation of a pixel's grey, of 255
 */
record Jitter(
    double point,
    double stroke,
    double shift,
    double turn,
    double shear,
    double size,
    double thin,
    double thick,
    double noise) {

  /** Writings by one hand, as {@link DrawnCharacters} draws them. */
  static final Jitter HAND = new Jitter(0.03, 0.025, 0.03, 0.13, 0.15, 0.12, 0.025, 0.05, 6);

  /** Returns one writing of a character. */
  StrokeCharacter write(StrokeCharacter character, SplittableRandom random) {
    double angle = turn * normal(random);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double slant = shear * normal(random);
    double width = StrictMath.exp(size * normal(random));
    double height = StrictMath.exp(size * normal(random));
    double right = 0.5 + shift * normal(random);
    double down = 0.5 + shift * normal(random);
    List<double[]> written = new ArrayList<>();
    for (double[] points : character.strokes()) {
      double strokeX = stroke * normal(random) - 0.5;
      double strokeY = stroke * normal(random) - 0.5;
      double[] moved = new double[points.length];
      for (int i = 0; i < points.length; i += 2) {
        double y = height * (points[i + 1] + strokeY + point * normal(random));
        double x = width * (points[i] + strokeX + point * normal(random)) + slant * y;
        moved[i] = cos * x - sin * y + right;
        moved[i + 1] = sin * x + cos * y + down;
      }
      written.add(moved);
    }
    return new StrokeCharacter(written);
  }

  /** Returns the radius of the pen of one writing. */
  double pen(SplittableRandom random) {
    return thin + (thick - thin) * random.nextDouble();
  }

  /** Returns nearly a normal value of deviation 1, within 3; the same on every machine. */
  static double normal(SplittableRandom random) {
    return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
  }
}
