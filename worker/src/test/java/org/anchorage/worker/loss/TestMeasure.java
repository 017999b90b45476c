/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import java.util.stream.Stream;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestMeasure {

  static Stream<Function<Gram, Measure>> products() {
    return Stream.of(Measure::products, Measure::cosines, Measure::projections);
  }

  @Test
  void areWhatTheySay() {
    Gram gram = new Gram(2, new double[] {9, 6, 6, 16});

    assertThat(Measure.products(gram).between(0, 1)).isEqualTo(6);
    assertThat(Measure.cosines(gram).between(0, 1)).isCloseTo(0.5, within(1e-15));
    assertThat(Measure.projections(gram).between(0, 1)).isCloseTo(2, within(1e-15));
    assertThat(Measure.projections(gram).between(1, 0)).isCloseTo(1.5, within(1e-15));
  }

  /** A weighted sum of all products between different rows, as any loss has at first order. */
  @ParameterizedTest
  @MethodSource("products")
  void slopeIsTheDerivativeByFiniteDifferences(Function<Gram, Measure> products) {
    Batch batch = Batch.random(new Seed(2), 2, 3, 4);
    double[] weights = new Seed(7).generator().doubles(36).toArray();
    for (int i = 0; i < 6; i++) {
      weights[7 * i] = 0;
    }
    Weighted loss = new Weighted(products, weights);
    double[][] gradient = batch.gradient(loss);
    double[][] differences = batch.differences(loss);

    for (int i = 0; i < 6; i++) {
      assertThat(gradient[i]).containsExactly(differences[i], within(1e-8));
    }
  }

  @Test
  void whatHasNoDirectionHasNoProjection() {
    Measure products = Measure.projections(new Gram(2, new double[] {0, 0, 0, 4}));

    assertThat(products.between(0, 1)).isZero();
    assertThat(products.between(1, 0)).isZero();
    assertThat(products.gramSlope(new double[] {0, 1, 1, 0})).containsOnly(0);
  }

  private record Weighted(Function<Gram, Measure> products, double[] weights)
      implements RankingLoss {

    @Override
    public Origin origin() {
      return Origin.ZERO;
    }

    @Override
    public LossResult evaluate(LossInput input) {
      Measure all = products.apply(input.gram());
      double sum = 0;
      for (int at = 0; at < weights.length; at++) {
        sum += weights[at] * all.between(at / 6, at % 6);
      }
      return new LossResult(sum, all.gramSlope(weights.clone()), 1, 1);
    }
  }
}
