/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestPrincipalAxes {

  @Test
  void findsTheAxesOfAKnownCovariance() {
    // Scatter matrix [[10, 6], [6, 10]] about (1, 2): 16 along (1, 1), 4 along (1, -1).
    double[][] rows = {{3, 4}, {-1, 0}, {2, 1}, {0, 3}};
    PrincipalAxes axes = PrincipalAxes.of(rows, 2);
    assertThat(axes.explained(0)).isCloseTo(0.8, within(1e-12));
    assertThat(axes.explained(1)).isCloseTo(0.2, within(1e-12));
    assertThat(axes.project(rows[0])).containsExactly(new double[] {Math.sqrt(8), 0}, offset(1e-9));
    assertThat(Math.abs(axes.project(rows[2])[1])).isCloseTo(Math.sqrt(2), within(1e-9));
  }

  @Test
  void fewPointsInManyDimensionsGiveTheSameAsManyInFew() {
    SplittableRandom random = new Seed(3).generator();
    double[][] square = new double[6][6];
    for (double[] row : square) {
      Arrays.setAll(row, d -> random.nextDouble() * (6 - d));
    }
    double[][] wide =
        Arrays.stream(square).map(row -> Arrays.copyOf(row, 9)).toArray(double[][]::new);
    PrincipalAxes one = PrincipalAxes.of(square, 3);
    PrincipalAxes other = PrincipalAxes.of(wide, 3);
    for (int i = 0; i < 6; i++) {
      assertThat(other.project(wide[i])).containsExactly(one.project(square[i]), offset(1e-9));
    }
    assertThat(other.explained(2)).isCloseTo(one.explained(2), within(1e-12));
  }

  @Test
  void allDimensionsTogetherKeepDistances() {
    double[][] rows = {{5, 7}, {9, 11}, {9, 9}, {5, 9}, {7, 9}};
    PrincipalAxes axes = PrincipalAxes.of(rows, 2);
    double[] a = axes.project(rows[0]);
    double[] b = axes.project(rows[1]);
    assertThat(Math.hypot(a[0] - b[0], a[1] - b[1])).isCloseTo(Math.hypot(4, 4), within(1e-12));
    assertThat(axes.explained(0) + axes.explained(1)).isCloseTo(1, within(1e-12));
  }

  @Test
  void pointsWithoutVarianceLieAtZero() {
    double[][] same = {{1, 2, 3}, {1, 2, 3}};
    PrincipalAxes axes = PrincipalAxes.of(same, 2);
    assertThat(axes.project(same[0])).containsExactly(0, 0);
    assertThat(axes.explained(0)).isZero();
    assertThat(PrincipalAxes.of(new double[][] {{4}}, 2).project(new double[] {4}))
        .containsExactly(0, 0);
  }

  @Test
  void aValueThatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> PrincipalAxes.of(new double[][] {{1, 2}, {Double.NaN, 1}}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Point 1 holds a value that is not finite; leave it out");
    assertThatThrownBy(() -> PrincipalAxes.of(new double[0][], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There are no points; pass at least one");
  }
}
