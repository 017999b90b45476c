/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.strokes;

/**
 * Draws smooth strokes with a round pen, antialiased. A pixel is as dark as the part that the pen
 * covers, computed from the pixel's distance to the nearest piece of a stroke. Plain arithmetic
 * gives the same pixels on every machine and JDK. Immutable and thread-safe.
 *
 * @param size pixels of a side
 */
record StrokeRenderer(int size) {

  private static final int PIECES = 8;

  /** Returns how much of each pixel is ink, 0 to 1, row-major. */
  float[] ink(StrokeCharacter character, double pen) {
    float[] ink = new float[size * size];
    float radius = (float) (pen * size);
    for (double[] stroke : character.strokes()) {
      double beforeX = stroke[0];
      double beforeY = stroke[1];
      for (int i = 0; i + 3 < stroke.length; i += 2) {
        for (int piece = 1; piece <= PIECES; piece++) {
          double t = (double) piece / PIECES;
          double x = between(stroke, i, t);
          double y = between(stroke, i + 1, t);
          line(ink, beforeX * size, beforeY * size, x * size, y * size, radius);
          beforeX = x;
          beforeY = y;
        }
      }
    }
    return ink;
  }

  /**
   * Catmull and Rom's curve between a coordinate and the next; the ends are their own neighbours.
   */
  private static double between(double[] stroke, int i, double t) {
    double b = stroke[i];
    double c = stroke[i + 2];
    double a = i >= 2 ? stroke[i - 2] : b;
    double d = i + 4 < stroke.length ? stroke[i + 4] : c;
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }

  private void line(float[] ink, double x0, double y0, double x1, double y1, float radius) {
    float fromX = (float) x0 - 0.5f;
    float fromY = (float) y0 - 0.5f;
    float alongX = (float) (x1 - x0);
    float alongY = (float) (y1 - y0);
    float perLength = 1 / Math.max(1e-12f, alongX * alongX + alongY * alongY);
    float reach = radius + 0.5f;
    int left = Math.max(0, (int) Math.ceil(Math.min(fromX, fromX + alongX) - reach));
    int right = Math.min(size - 1, (int) Math.floor(Math.max(fromX, fromX + alongX) + reach));
    int top = Math.max(0, (int) Math.ceil(Math.min(fromY, fromY + alongY) - reach));
    int bottom = Math.min(size - 1, (int) Math.floor(Math.max(fromY, fromY + alongY) + reach));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        float t = ((x - fromX) * alongX + (y - fromY) * alongY) * perLength;
        t = Math.min(1, Math.max(0, t));
        float awayX = x - fromX - t * alongX;
        float awayY = y - fromY - t * alongY;
        float covered = reach - (float) Math.sqrt(awayX * awayX + awayY * awayY);
        int at = y * size + x;
        ink[at] = Math.max(ink[at], Math.min(1, covered));
      }
    }
  }
}
