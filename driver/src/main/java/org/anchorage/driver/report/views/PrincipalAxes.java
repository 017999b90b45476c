/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The orthogonal directions along which some points vary most (principal component analysis). They
 * are eigenvectors of the covariance matrix or, with fewer points than dimensions, of the Gram
 * matrix. An axis has the sign that makes its largest entry positive, so that equal points give
 * equal axes.
 *
 * <p>Cost grows with the cube of min(points, dimensions): 480 points take about a second.
 *
 * <p>Immutable and thread-safe.
 */
public final class PrincipalAxes {

  private static final double NO_VARIANCE = 1e-12;

  private final double[] mean;
  private final double[][] axes;
  private final double[] explained;

  private PrincipalAxes(double[] mean, double[][] axes, double[] explained) {
    this.mean = mean;
    this.axes = axes;
    this.explained = explained;
  }

  /**
   * Finds the first axes.
   *
   * @param rows points x dimensions, finite; at least one point
   * @param count of axes; an axis without variance is zero
   * @throws IllegalArgumentException if there are no rows, or a value is not finite
   */
  public static PrincipalAxes of(double[][] rows, int count) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("There are no points; pass at least one");
    }
    for (int i = 0; i < rows.length; i++) {
      if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "Point " + i + " holds a value that is not finite; leave it out");
      }
    }
    double[] mean = mean(rows);
    RealMatrix centred = centred(rows, mean);
    RealMatrix transposed = centred.transpose();
    boolean wide = rows.length < mean.length;
    EigenDecomposition eigen =
        new EigenDecomposition(wide ? centred.multiply(transposed) : transposed.multiply(centred));
    double total = 0;
    for (double[] row : centred.getData()) {
      total += Arrays.stream(row).map(v -> v * v).sum();
    }
    double[][] axes = new double[count][mean.length];
    double[] explained = new double[count];
    for (int a = 0; a < Math.min(count, Math.min(rows.length, mean.length)); a++) {
      double variance = eigen.getRealEigenvalue(a);
      if (variance > NO_VARIANCE * total) {
        double[] vector = eigen.getEigenvector(a).toArray();
        axes[a] = unit(wide ? transposed.operate(vector) : vector);
        explained[a] = variance / total;
      }
    }
    return new PrincipalAxes(mean, axes, explained);
  }

  /** Returns the coordinates of a point along the axes, from the points' mean. */
  public double[] project(double[] point) {
    double[] coordinates = new double[axes.length];
    for (int a = 0; a < axes.length; a++) {
      for (int d = 0; d < mean.length; d++) {
        coordinates[a] += axes[a][d] * (point[d] - mean[d]);
      }
    }
    return coordinates;
  }

  /** Returns the share, 0 to 1, of the points' variance that lies along an axis. */
  public double explained(int axis) {
    return explained[axis];
  }

  private static double[] mean(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += row[d] / rows.length;
      }
    }
    return mean;
  }

  private static RealMatrix centred(double[][] rows, double[] mean) {
    double[][] centred = new double[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < mean.length; d++) {
        centred[i][d] = rows[i][d] - mean[d];
      }
    }
    return new Array2DRowRealMatrix(centred, false /* copy */);
  }

  private static double[] unit(double[] vector) {
    double largest = 0;
    double squares = 0;
    for (double v : vector) {
      largest = Math.abs(v) > Math.abs(largest) ? v : largest;
      squares += v * v;
    }
    double scale = Math.signum(largest) / Math.sqrt(squares);
    return Arrays.stream(vector).map(v -> v * scale).toArray();
  }
}
