/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;

/**
 * Some vectors, projected to their first two principal axes. Immutable.
 *
 * @param classNames of the classes drawn
 * @param points one a vector
 * @param firstExplained share, 0 to 1, of the variance along the horizontal axis
 * @param secondExplained share, 0 to 1, of the variance along the vertical axis
 */
public record Picture(
    List<String> classNames, List<Point> points, double firstExplained, double secondExplained) {

  private static final int CLASSES = 12;
  private static final int ITEMS = 40;

  /**
   * One vector.
   *
   * @param x along the first axis
   * @param y along the second axis
   * @param classIndex index of its class among the names
   */
  public record Point(double x, double y, int classIndex) {}

  public Picture {
    classNames = List.copyOf(classNames);
    points = List.copyOf(points);
  }

  /**
   * Projects a sample: at most twelve classes, whose colours can be told apart, and forty vectors
   * of each. The same seed draws the same sample.
   *
   * @param vectors count x dim, finite; at least one
   * @param labels class of each vector
   * @param className name of a label
   * @throws IllegalArgumentException if there are not as many labels as vectors, or no vectors
   */
  public static Picture of(
      Vectors vectors, int[] labels, IntFunction<String> className, Seed seed) {
    if (labels.length != vectors.count()) {
      throw new IllegalArgumentException(
          labels.length + " labels for " + vectors.count() + " vectors; pass one for each");
    }
    int[] drawn = Arrays.stream(labels).distinct().sorted().toArray();
    seed.derive("classes").shuffle(drawn);
    drawn = Arrays.stream(drawn).limit(CLASSES).sorted().toArray();
    List<Integer> classes = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (int c = 0; c < drawn.length; c++) {
      for (int row : sample(labels, drawn[c], seed)) {
        classes.add(c);
        rows.add(wide(vectors.row(row)));
      }
    }
    PrincipalAxes axes = PrincipalAxes.of(rows.toArray(double[][]::new), 2);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      double[] at = axes.project(rows.get(i));
      points.add(new Point(at[0], at[1], classes.get(i)));
    }
    return new Picture(
        Arrays.stream(drawn).mapToObj(className).toList(),
        points,
        axes.explained(0),
        axes.explained(1));
  }

  private static int[] sample(int[] labels, int label, Seed seed) {
    int[] rows = new int[labels.length];
    int count = 0;
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] == label) {
        rows[count++] = row;
      }
    }
    int[] members = Arrays.copyOf(rows, count);
    seed.derive("items").derive(label).shuffle(members);
    return Arrays.copyOf(members, Math.min(count, ITEMS));
  }

  private static double[] wide(float[] row) {
    double[] wide = new double[row.length];
    for (int d = 0; d < row.length; d++) {
      wide[d] = row[d];
    }
    return wide;
  }
}
