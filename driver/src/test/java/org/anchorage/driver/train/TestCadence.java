/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TestCadence {

  private final AtomicLong now = new AtomicLong(-5);

  private void pass(double seconds) {
    now.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void bothRoundsAndSecondsMustHaveGoneBy() {
    Cadence cadence = new Cadence(3, 10, now::get);
    assertThat(cadence.due(3)).isFalse();
    pass(10);
    assertThat(cadence.due(3)).isTrue();
    assertThat(cadence.due(4)).isFalse();
    cadence.restart();
    pass(9.5);
    assertThat(cadence.due(6)).isFalse();
    pass(0.5);
    assertThat(cadence.due(6)).isTrue();
  }

  @Test
  void withoutSecondsRoundsDecideAlone() {
    Cadence cadence = new Cadence(2, 0, now::get);
    cadence.restart();
    assertThat(cadence.due(1)).isFalse();
    assertThat(cadence.due(2)).isTrue();
  }
}
