/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.strokes;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;

/**
 * A made-up character: one to four smooth strokes in a box of side 1, y down. Immutable if nobody
 * writes into the arrays.
 *
 * @param strokes each stroke's points x0, y0, x1, y1, ..., at least two; a smooth curve (Catmull
 *     and Rom's) runs through them
 */
record StrokeCharacter(List<double[]> strokes) {

  private static final double BOX = 0.66;

  StrokeCharacter {
    strokes = List.copyOf(strokes);
  }

  /**
   * Invents a character. A stroke is a walk that turns steadily; a further stroke mostly starts on
   * an earlier one, as in handwriting. The character is centred in the box and scaled to one size.
   */
  static StrokeCharacter invent(Seed seed) {
    SplittableRandom random = seed.generator();
    double luck = random.nextDouble();
    int count = luck < 0.15 ? 1 : luck < 0.55 ? 2 : luck < 0.85 ? 3 : 4;
    List<double[]> strokes = new ArrayList<>();
    for (int stroke = 0; stroke < count; stroke++) {
      double x = 0.15 + 0.7 * random.nextDouble();
      double y = 0.15 + 0.7 * random.nextDouble();
      if (stroke > 0 && random.nextDouble() < 0.75) {
        double[] earlier = strokes.get(random.nextInt(stroke));
        int point = 2 * random.nextInt(earlier.length / 2);
        x = earlier[point];
        y = earlier[point + 1];
      }
      // one straight line would differ from another only by its slope
      strokes.add(walk(x, y, count == 1 ? 4 : 2, random));
    }
    return new StrokeCharacter(strokes).centred();
  }

  private static double[] walk(double x, double y, int fewest, SplittableRandom random) {
    int points = fewest + random.nextInt(6 - fewest);
    double heading = 2 * Math.PI * random.nextDouble();
    double turn = 0.7 * Jitter.normal(random);
    double step = (0.5 + 0.5 * random.nextDouble()) / (1 + 0.5 * points);
    double[] stroke = new double[2 * points];
    for (int i = 0; i < points; i++) {
      stroke[2 * i] = x;
      stroke[2 * i + 1] = y;
      // towards the middle when the walk is about to leave the box
      if (Math.abs(x - 0.5) > 0.5 || Math.abs(y - 0.5) > 0.5) {
        heading = StrictMath.atan2(0.5 - y, 0.5 - x);
      }
      x += step * StrictMath.cos(heading);
      y += step * StrictMath.sin(heading);
      heading += turn + 0.35 * Jitter.normal(random);
    }
    return stroke;
  }

  private StrokeCharacter centred() {
    double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
    double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
    for (double[] stroke : strokes) {
      for (int i = 0; i < stroke.length; i++) {
        low[i % 2] = Math.min(low[i % 2], stroke[i]);
        high[i % 2] = Math.max(high[i % 2], stroke[i]);
      }
    }
    double scale = BOX / Math.max(high[0] - low[0], high[1] - low[1]);
    List<double[]> centred = new ArrayList<>();
    for (double[] stroke : strokes) {
      double[] moved = new double[stroke.length];
      for (int i = 0; i < stroke.length; i++) {
        moved[i] = 0.5 + scale * (stroke[i] - (low[i % 2] + high[i % 2]) / 2);
      }
      centred.add(moved);
    }
    return new StrokeCharacter(centred);
  }
}
