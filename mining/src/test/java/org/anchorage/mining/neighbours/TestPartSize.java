/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestPartSize {

  @Test
  void fillsTheMemoryAndNoMore() {
    for (int dim : new int[] {1, 64, 128, 2048}) {
      for (int k : new int[] {1, 51, 1000}) {
        for (long megabytes : new long[] {96, 256, 4096}) {
          long bytes = megabytes << 20;
          PartSize size = PartSize.of(bytes, dim, k, 1 << 20);
          assertThat(size.bytes(dim, k)).isLessThanOrEqualTo(bytes);
          assertThat(size.rows() % 1024).isZero();
          assertThat(size.rows()).isPositive();
          assertThat(size.queries()).isGreaterThanOrEqualTo(256);
        }
      }
    }
  }

  @Test
  void queriesThatAreNotThereLeaveRoomForRows() {
    PartSize few = PartSize.of(256 << 20, 128, 51, 512);
    PartSize many = PartSize.of(256 << 20, 128, 51, 1 << 20);
    assertThat(few.queries()).isEqualTo(512);
    assertThat(few.rows()).isEqualTo(247 * 1024);
    assertThat(many.queries()).isGreaterThan(50_000);
    assertThat(many.rows()).isBetween(150_000, 180_000);
  }

  @Test
  void saysHowMuchIsTooLittle() {
    assertThatThrownBy(() -> PartSize.of(1_000_000, 128, 50, 512))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "1000000 bytes are too few to search among vectors of 128 floats for 50 neighbours of"
                + " each; give the search at least ");
  }
}
