/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestDistances {

  private static final double[][] OPPOSITES = {{3, -4}, {-3, 4}, {8, 6}, {3, -4}};

  @Test
  void oppositeVectorsAreTwoLengthsApart() {
    Gram gram = gram(OPPOSITES);

    assertThat(Distance.SQUARED_EUCLIDEAN.between(gram, 0, 1)).isEqualTo(4 * 25);
    assertThat(Distance.EUCLIDEAN.between(gram, 0, 1)).isEqualTo(2 * 5);
    assertThat(Distance.COSINE.between(gram, 0, 1)).isEqualTo(2);
  }

  @Test
  void orthogonalVectorsFollowPythagoras() {
    Gram gram = gram(OPPOSITES);

    assertThat(Distance.SQUARED_EUCLIDEAN.between(gram, 0, 2)).isEqualTo(125);
    assertThat(Distance.EUCLIDEAN.between(gram, 0, 2)).isEqualTo(Math.sqrt(125));
    assertThat(Distance.COSINE.between(gram, 0, 2)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void coincidingVectorsAreAtZeroWithZeroSlope(Distance distance) {
    Gram gram = gram(OPPOSITES);
    double[] s = new double[16];

    distance.addSlope(gram, 0, 3, 7, s);
    distance.addSlope(gram, 2, 2, 7, s);

    assertThat(distance.between(gram, 0, 3)).isZero();
    assertThat(distance.between(gram, 2, 2)).isZero();
    assertThat(s).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void differencesThatRoundingMakesCountAsNone(Distance distance) {
    double[] products = {1, 1 - 2e-16, 1 - 2e-16, 1 + 4e-16};
    Gram gram = new Gram(2, products);
    double[] s = new double[4];

    distance.addSlope(gram, 0, 1, 1, s);

    assertThat(distance.between(gram, 0, 1)).isZero();
    assertThat(s).containsOnly(0);
  }

  @Test
  void zeroVectorIsOrthogonalToAllUnderCosine() {
    Gram gram = gram(new double[][] {{0, 0}, {1, 2}, {0, 0}});
    Distances distances = new Distances(Distance.COSINE, gram);
    double[] s = new double[9];

    distances.addSlope(0, 1, 1, s);
    distances.addSlope(0, 2, 1, s);

    assertThat(distances.between(0, 1)).isEqualTo(1);
    assertThat(distances.between(0, 2)).isEqualTo(1);
    assertThat(distances.between(0, 0)).isZero();
    assertThat(s).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void slopeIsTheDerivativeByFiniteDifferences(Distance distance) {
    double[][] rows = random(5, 3);
    double[] s = new double[25];
    distance.addSlope(gram(rows), 1, 3, 2.5, s);

    for (int i = 0; i < 5; i++) {
      for (int k = 0; k < 3; k++) {
        double gradient = 0;
        for (int j = 0; j < 5; j++) {
          gradient += (s[i * 5 + j] + s[j * 5 + i]) * rows[j][k];
        }
        double kept = rows[i][k];
        rows[i][k] = kept + 1e-6;
        double above = distance.between(gram(rows), 1, 3);
        rows[i][k] = kept - 1e-6;
        double below = distance.between(gram(rows), 1, 3);
        rows[i][k] = kept;
        assertThat(gradient).isCloseTo(2.5 * (above - below) / 2e-6, within(1e-7));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void movingAllChangesNothingExactlyWhereSaid(Distance distance) {
    double[][] rows = random(2, 3);
    double before = distance.between(gram(rows), 0, 1);
    for (double[] row : rows) {
      row[0] += 1;
    }
    double change = Math.abs(distance.between(gram(rows), 0, 1) - before);

    assertThat(change < 1e-9).isEqualTo(distance.translationInvariant());
  }

  @ParameterizedTest
  @EnumSource
  void matrixHoldsEachDistanceBothWays(Distance distance) {
    Gram gram = gram(random(7, 4));
    Distances distances = new Distances(distance, gram);

    assertThat(distances.size()).isEqualTo(7);
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j < 7; j++) {
        assertThat(distances.between(i, j)).isEqualTo(distance.between(gram, i, j));
        assertThat(distances.between(i, j)).isEqualTo(distances.between(j, i));
      }
    }
  }

  @Test
  void divergedProductsAreRefusedWithARemedy() {
    double[] products = {1, 0, Double.NaN, 1};

    assertThatThrownBy(() -> new Gram(2, products))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("embeddings 1 and 0 is NaN")
        .hasMessageContaining("lower the learning rate");
    products[2] = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> new Gram(2, products)).hasMessageContaining("is -Infinity");
  }

  @Test
  void productsAndLabelsMustFitTheBatch() {
    assertThatThrownBy(() -> new Gram(2, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Expected 4 products of 2 embeddings, got 3; pass one for each pair of embeddings, row"
                + " by row");
    assertThatThrownBy(() -> new Gram(2, new double[4]).check(Rows.of(1, 2, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected 2 labels, got 3; pass the class of each embedding");
  }

  private static double[][] random(int count, int dim) {
    SplittableRandom random = new Seed(5).generator();
    double[][] rows = new double[count][dim];
    for (double[] row : rows) {
      for (int k = 0; k < dim; k++) {
        row[k] = random.nextDouble(-1, 1);
      }
    }
    return rows;
  }

  private static Gram gram(double[][] rows) {
    double[] products = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        for (int k = 0; k < rows[i].length; k++) {
          products[i * rows.length + j] += rows[i][k] * rows[j][k];
        }
      }
    }
    return new Gram(rows.length, products);
  }
}
