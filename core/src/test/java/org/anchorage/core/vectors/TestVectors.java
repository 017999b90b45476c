/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestVectors {

  @Test
  void normalisedRowsHaveLengthOneAndZeroStaysZero() {
    Vectors normalised =
        new Vectors(2, new float[] {3, 4, 0, 0, 1e-30f, 0, 0, -2e30f}).normalised();
    assertThat(normalised.values()).containsExactly(0.6f, 0.8f, 0, 0, 1, 0, 0, -1);
  }

  @Test
  void aRowIsNormalisedAlikeAloneAndBesideOthers() {
    SplittableRandom random = new Seed(2).generator();
    for (int dim : new int[] {1, 3, 130}) {
      float[] values = new float[11 * dim];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      Vectors vectors = new Vectors(dim, values);
      Vectors normalised = vectors.normalised();
      for (int row = 0; row < vectors.count(); row++) {
        assertThat(normalised.row(row))
            .isEqualTo(new Vectors(dim, vectors.row(row)).normalised().values());
      }
    }
  }

  @Test
  void squaredDistanceAgreesWithThePlainSum() {
    SplittableRandom random = new Seed(1).generator();
    for (int dim : new int[] {1, 2, 3, 4, 5, 7, 8, 63, 130}) {
      float[] values = new float[3 * dim];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      Vectors vectors = new Vectors(dim, values);
      double plain = 0;
      for (int i = 0; i < dim; i++) {
        double d = (double) values[dim + i] - values[2 * dim + i];
        plain += d * d;
      }
      assertThat(vectors.squaredDistance(1, vectors, 2)).isCloseTo(plain, within(1e-14 * dim));
      assertThat(vectors.squaredDistance(2, vectors, 1))
          .isEqualTo(vectors.squaredDistance(1, vectors, 2));
      assertThat(vectors.squaredDistance(1, vectors, 1)).isZero();
    }
  }

  @Test
  void severalSquaredDistancesAreThoseOfOneAtATimeBitForBit() {
    SplittableRandom random = new Seed(2).generator();
    for (int dim : new int[] {1, 2, 3, 4, 5, 7, 8, 63, 130}) {
      float[] values = new float[12 * dim];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextDouble() - 0.5);
      }
      Vectors vectors = new Vectors(dim, values);
      int[] at = {3, 11, 0, 5, 5, 10, 2, 1, 9, 4, 7};
      for (int count = 0; count <= at.length; count++) {
        double[] into = new double[at.length];
        vectors.squaredDistances(6, vectors, at, count, into);
        for (int i = 0; i < at.length; i++) {
          assertThat(into[i]).isEqualTo(i < count ? vectors.squaredDistance(6, vectors, at[i]) : 0);
        }
      }
    }
  }

  @Test
  void refusesVectorsOfAnotherLength() {
    Vectors two = new Vectors(2, new float[2]);
    Vectors three = new Vectors(3, new float[3]);
    assertThatThrownBy(() -> two.squaredDistance(0, three, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Vectors of 2 and of 3 floats have no distance");
  }
}
