/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.TinyCorpus;
import org.junit.jupiter.api.Test;

class TestScatter {

  @Test
  void liesInTheSquareOnItsAxes() {
    Vectors vectors = vectors(60, 5);
    Scatter scatter = Scatter.of(vectors, new Seed(1), TinyCorpus.quiet());
    for (int[] places : new int[][] {scatter.principal(), scatter.tsne()}) {
      assertThat(places).hasSize(120);
      assertThat(Arrays.stream(places).min().orElseThrow()).isZero();
      assertThat(Arrays.stream(places).max().orElseThrow()).isEqualTo(Scatter.SIDE);
    }
    double[][] rows = new double[60][];
    Arrays.setAll(rows, i -> toDoubles(vectors.row(i)));
    PrincipalAxes axes = PrincipalAxes.of(rows, 2);
    double[] first = Arrays.stream(rows).mapToDouble(row -> axes.project(row)[0]).toArray();
    double least = DoubleStream.of(first).min().orElseThrow();
    double extent = DoubleStream.of(first).max().orElseThrow() - least;
    for (int i = 0; i < 60; i++) {
      assertThat((double) scatter.principal()[2 * i])
          .isCloseTo((first[i] - least) / extent * Scatter.SIDE, within(1.0));
    }
    assertThat(scatter.firstExplained()).isEqualTo(axes.explained(0));
  }

  private static double[] toDoubles(float[] row) {
    double[] wide = new double[row.length];
    Arrays.setAll(wide, d -> row[d]);
    return wide;
  }

  @Test
  void equalVectorsGiveEqualPlaces() {
    Vectors vectors = vectors(40, 8);
    Scatter one = Scatter.of(vectors, new Seed(1), TinyCorpus.quiet());
    Scatter other = Scatter.of(vectors, new Seed(1), TinyCorpus.quiet());
    assertThat(other.tsne()).isEqualTo(one.tsne());
    assertThat(other.principal()).isEqualTo(one.principal());
  }

  @Test
  void axesAreFittedToABoundedSample() {
    double[][] rows = new double[3_000][3];
    assertThat(Scatter.fitted(rows, 512, new Seed(1))).hasDimensions(1_024, 3);
    assertThat(Scatter.fitted(rows, 513, new Seed(1))).hasDimensions(512, 3);
    double[][] few = Arrays.copyOf(rows, 1_024);
    assertThat(Scatter.fitted(few, 512, new Seed(1))).isSameAs(few);
  }

  @Test
  void oneVectorAndEqualVectorsLieInTheMiddle() {
    assertThat(Scatter.of(vectors(1, 3), new Seed(1), TinyCorpus.quiet()).tsne())
        .containsExactly(5_000, 5_000);
    assertThat(Scatter.of(new Vectors(2, new float[6]), new Seed(1), TinyCorpus.quiet()).tsne())
        .containsOnly(5_000);
  }

  private static Vectors vectors(int count, int dim) {
    SplittableRandom random = new Seed(9).generator();
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * (dim - i % dim));
    }
    return new Vectors(dim, values);
  }
}
