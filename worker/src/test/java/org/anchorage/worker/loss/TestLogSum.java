/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestLogSum {

  @ParameterizedTest
  @CsvSource({"0.3, -1, 2", "2, 0.3, -1", "-1, 0.3, 2", "1, 1, 1"})
  void isTheLogarithmOfASumInAnyOrder(double x, double y, double z) {
    double sum = Math.exp(x) + Math.exp(y) + Math.exp(z);
    LogSum log = of(x, y, z);

    assertThat(log.value()).isCloseTo(Math.log(sum), within(1e-15));
    assertThat(log.share(x)).isCloseTo(Math.exp(x) / sum, within(1e-15));
    assertThat(log.share(x) + log.share(y) + log.share(z)).isCloseTo(1, within(1e-15));
    assertThat(log.isEmpty()).isFalse();
  }

  @Test
  void largeAndSmallNumbersNeitherOverflowNorVanish() {
    assertThat(of(1e9, 1e9).value()).isCloseTo(1e9 + Math.log(2), within(1e-6));
    assertThat(of(-1e9, -1e9).value()).isCloseTo(-1e9 + Math.log(2), within(1e-6));
    assertThat(of(-1e9, 1e9).share(1e9)).isEqualTo(1);
    assertThat(of(1e9, -1e9).share(-1e9)).isZero();
  }

  @Test
  void nothingIsMinusInfinityAndAddsNothing() {
    assertThat(new LogSum().value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(new LogSum().isEmpty()).isTrue();
    assertThat(of(Double.NEGATIVE_INFINITY).isEmpty()).isTrue();
    assertThat(of(3, Double.NEGATIVE_INFINITY).value()).isEqualTo(3);
    assertThat(of(3).share(Double.NEGATIVE_INFINITY)).isZero();
  }

  private static LogSum of(double... numbers) {
    LogSum sum = new LogSum();
    Arrays.stream(numbers).forEach(sum::add);
    return sum;
  }
}
