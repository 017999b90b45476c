/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestSpread {

  private static Spread of(int dim, float... values) {
    return Spread.of(new Vectors(dim, values), 1000, new Seed(1));
  }

  @Test
  void eigenvaluesByHand() {
    assertThat(SymmetricEigenvalues.of(new double[][] {{2, 1}, {1, 2}}))
        .containsExactly(new double[] {3, 1}, within(1e-14));
    assertThat(SymmetricEigenvalues.of(new double[][] {{5}})).containsExactly(5);
    assertThat(SymmetricEigenvalues.of(new double[][] {{0, 0}, {0, 0}})).containsExactly(0, 0);
    // The second difference of n points has eigenvalues 2 - 2 cos(i pi / (n + 1)).
    int n = 50;
    double[][] matrix = new double[n][n];
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      matrix[i][i] = 2;
      if (i > 0) {
        matrix[i][i - 1] = -1;
        matrix[i - 1][i] = -1;
      }
      expected[i] = 2 - 2 * Math.cos((n - i) * Math.PI / (n + 1));
    }
    assertThat(SymmetricEigenvalues.of(matrix)).containsExactly(expected, within(1e-13));
  }

  /** B = Q D Q' with Q a product of reflections, so that D is known. */
  @Test
  void eigenvaluesOfFullMatricesAreFound() {
    SplittableRandom random = new Seed(3).generator();
    for (int n : new int[] {2, 3, 17, 64}) {
      double[] expected = new double[n];
      double[][] matrix = new double[n][n];
      for (int i = 0; i < n; i++) {
        // Repeated, tiny and zero ones among them.
        expected[i] = i % 5 == 0 ? 0 : i % 7 == 0 ? 1e-9 : Math.floorDiv(i, 3);
        matrix[i][i] = expected[i];
      }
      for (int reflection = 0; reflection < 3; reflection++) {
        double[] v = random.doubles(n, -1, 1).toArray();
        double half = Arrays.stream(v).map(x -> x * x).sum() / 2;
        reflect(matrix, v, half);
        transpose(matrix);
        reflect(matrix, v, half);
        transpose(matrix);
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          matrix[i][j] = matrix[j][i];
        }
      }
      Arrays.sort(expected);
      double[] descending = new double[n];
      Arrays.setAll(descending, i -> expected[n - 1 - i]);
      assertThat(SymmetricEigenvalues.of(matrix)).containsExactly(descending, within(1e-12));
    }
  }

  private static void reflect(double[][] matrix, double[] v, double half) {
    for (double[] row : matrix) {
      double along = 0;
      for (int i = 0; i < v.length; i++) {
        along += row[i] * v[i];
      }
      for (int i = 0; i < v.length; i++) {
        row[i] -= along / half * v[i];
      }
    }
  }

  private static void transpose(double[][] matrix) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < i; j++) {
        double swap = matrix[i][j];
        matrix[i][j] = matrix[j][i];
        matrix[j][i] = swap;
      }
    }
  }

  @Test
  void allDirectionsAlikeUseAll() {
    Spread spread = of(2, 1, 0, -1, 0, 0, 1, 0, -1);
    assertThat(spread.eigenvalues()).containsExactly(new double[] {0.5, 0.5}, within(1e-12));
    assertThat(spread.effectiveRank()).isCloseTo(2, within(1e-12));
    assertThat(spread.spectralDecay()).isCloseTo(0, within(1e-12));
    assertThat(spread.variance()).isCloseTo(1, within(1e-12));
    // Four sides of a square and two diagonals.
    assertThat(spread.meanDistance()).isCloseTo((4 * Math.sqrt(2) + 2 * 2) / 6, within(1e-12));
  }

  @Test
  void spectraByHand() {
    // Variances 4 and 1 about zero, so singular values are as 2 to 1.
    Spread spread = of(2, 2, 1, 2, -1, -2, 1, -2, -1);
    assertThat(spread.eigenvalues()).containsExactly(new double[] {4, 1}, within(1e-12));
    double entropy = -0.8 * Math.log(0.8) - 0.2 * Math.log(0.2);
    assertThat(spread.effectiveRank()).isCloseTo(Math.exp(entropy), within(1e-12));
    double decay = (Math.log(0.5 / (2.0 / 3)) + Math.log(0.5 / (1.0 / 3))) / 2;
    assertThat(spread.spectralDecay()).isCloseTo(decay, within(1e-12));
  }

  @Test
  void aPointIsAPoint() {
    Spread spread = of(3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3);
    assertThat(spread.meanDistance()).isZero();
    assertThat(spread.effectiveRank()).isZero();
    // One direction of three: two singular values at single precision's resolution.
    assertThat(spread.spectralDecay())
        .isCloseTo(2 * 23 * Math.log(2) / 3 - Math.log(3), within(1e-5));
    Spread zero = of(3, new float[12]);
    assertThat(zero.effectiveRank()).isZero();
    assertThat(zero.spectralDecay()).isCloseTo(spread.spectralDecay(), within(1e-5));
  }

  @Test
  void aLineHasOneDirection() {
    Spread spread = of(2, 0, 0, 1, 1, 2, 2, 3, 3);
    assertThat(spread.effectiveRank()).isCloseTo(1, within(1e-9));
    assertThat(of(1, 4, 7).spectralDecay()).isZero();
    assertThat(of(2, 3, 4).meanDistance()).isZero();
  }

  @Test
  void aSampleOfPairsComesNear() {
    float[] values = new float[400];
    SplittableRandom random = new Seed(8).generator();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    Vectors vectors = new Vectors(4, values);
    double all = Spread.of(vectors, 4950, new Seed(1)).meanDistance();
    double some = Spread.of(vectors, 4949, new Seed(1)).meanDistance();
    assertThat(some).isNotEqualTo(all).isCloseTo(all, within(0.03));
    assertThat(Spread.of(vectors, 4949, new Seed(1)).meanDistance()).isEqualTo(some);
  }

  @Test
  void nothingHasNoSpread() {
    assertThatThrownBy(() -> Spread.of(new Vectors(2, new float[0]), 1, new Seed(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The spread of 0 vectors over 1 pairs cannot be measured");
  }
}
