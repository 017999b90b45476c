/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestHardNegatives {

  @Test
  void pairsAreAddedAnchorByAnchor() {
    HardNegatives.Builder builder = new HardNegatives.Builder();
    for (int anchor = 0; anchor < 50; anchor++) {
      for (int i = 0; i <= anchor % 3; i++) {
        builder.add(2 * anchor, 100 + i);
      }
    }
    HardNegatives negatives = builder.build();
    assertThat(negatives.anchors()).hasSize(50).startsWith(0, 2, 4);
    assertThat(negatives.starts()).hasSize(51).startsWith(0, 1, 3, 6, 7);
    assertThat(negatives.of(2)).containsExactly(100, 101, 102);
  }

  /** The arrays themselves would take gigabytes. */
  @Test
  void moreThanAnArrayHoldsAreRefused() {
    int most = Integer.MAX_VALUE - 8;
    assertThat(HardNegatives.grown(64)).isEqualTo(96);
    assertThat(HardNegatives.grown(1_500_000_000)).isEqualTo(most);
    assertThat(HardNegatives.grown(most - 1)).isEqualTo(most);
    assertThatThrownBy(() -> HardNegatives.grown(most))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There are more than 2147483639 hard negatives, too many to plan by; lower"
                + " mine.negatives, or use mining = classes");
  }
}
