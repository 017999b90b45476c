/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.core.architecture.Layer.Filters;
import org.junit.jupiter.api.Test;

class TestOrder {

  @Test
  void kernelsOfKerasAreTurned() {
    Unit unit = new Unit("a", Filters.FULL, 2, 3, 1, 0);
    // 1 x 1 x 3 x 2: input after input, in each the outputs.
    float[] theirs = {1, 2, 3, 4, 5, 6};
    assertThat(Order.PIXELS_FIRST.shape(unit)).containsExactly(1, 1, 3, 2);
    assertThat(Order.PIXELS_FIRST.ours(unit, theirs)).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void depthwiseKernelsOfKerasAreTurned() {
    Unit unit = new Unit("a", Filters.DEPTHWISE, 2, 1, 2, 0);
    // 2 x 2 x 2 x 1: pixel after pixel, in each the channels.
    float[] theirs = {1, 5, 2, 6, 3, 7, 4, 8};
    assertThat(Order.PIXELS_FIRST.shape(unit)).containsExactly(2, 2, 2, 1);
    assertThat(Order.PIXELS_FIRST.ours(unit, theirs)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void turningBackGivesTheSame() {
    Unit unit = new Unit("a", Filters.FULL, 4, 3, 2, 0);
    float[] ours = new float[unit.weights()];
    for (int i = 0; i < ours.length; i++) {
      ours[i] = i;
    }
    float[] theirs = Order.PIXELS_FIRST.theirs(unit, ours);
    assertThat(theirs).isNotEqualTo(ours);
    assertThat(Order.PIXELS_FIRST.ours(unit, theirs)).isEqualTo(ours);
    assertThat(Order.OUTPUTS_FIRST.theirs(unit, ours)).isEqualTo(ours);
  }
}
