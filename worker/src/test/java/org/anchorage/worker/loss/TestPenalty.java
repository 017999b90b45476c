/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TestPenalty {

  @Test
  void hingeAsksForItsMarginAndRests() {
    Penalty hinge = new Penalty.Hinge(0.5);

    assertThat(hinge.value(1)).isEqualTo(1.5);
    assertThat(hinge.slope(1)).isEqualTo(1);
    assertThat(hinge.value(-0.5)).isZero();
    assertThat(hinge.slope(-0.5)).isZero();
    assertThat(hinge.value(-3)).isZero();
  }

  @Test
  void softIsLogOfOnePlusExp() {
    Penalty soft = new Penalty.Soft();

    for (double x : new double[] {-20, -3, -0.1, 0, 0.1, 3, 20}) {
      assertThat(soft.value(x)).isCloseTo(Math.log(1 + Math.exp(x)), within(1e-14));
      assertThat(soft.slope(x))
          .isCloseTo((soft.value(x + 1e-6) - soft.value(x - 1e-6)) / 2e-6, within(1e-8));
    }
    assertThat(soft.value(0)).isEqualTo(Math.log(2));
  }

  @Test
  void softSurvivesLargeViolations() {
    Penalty soft = new Penalty.Soft();

    assertThat(soft.value(1e9)).isEqualTo(1e9);
    assertThat(soft.slope(1e9)).isEqualTo(1);
    assertThat(soft.value(-1e9)).isZero();
    assertThat(soft.slope(-1e9)).isZero();
  }
}
