/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestChangedParameters {

  private static float[] counted(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    return values;
  }

  @Test
  void theBlocksThatDifferAreSentAndGiveTheWhole() {
    float[] start = counted(3 * 4096 + 10);
    float[] network = counted(2 * 4096 + 7);
    network[4096] = -1;
    network[2 * 4096 + 6] = -2;
    ChangedParameters changed = ChangedParameters.of(start, network);
    assertThat(changed.blocks()).containsExactly(1, 2);
    assertThat(changed.values()).hasSize(4096 + 7);
    assertThat(changed.over(start)).isEqualTo(network);
    assertThat(start[4096]).isEqualTo(4096);
  }

  @Test
  void theStartItselfNeedsNothing() {
    float[] start = counted(5000);
    ChangedParameters changed = ChangedParameters.of(start, start.clone());
    assertThat(changed.values()).isEmpty();
    assertThat(changed.over(start)).isEqualTo(start);
  }

  @Test
  void bitsAreCompared() {
    float[] start = {0f};
    assertThat(ChangedParameters.of(start, new float[] {-0f}).values()).containsExactly(-0f);
  }

  @Test
  void withoutAStartTheWholeIsSent() {
    float[] network = counted(5);
    assertThat(ChangedParameters.of(null, network).over(null)).isSameAs(network);
  }
}
