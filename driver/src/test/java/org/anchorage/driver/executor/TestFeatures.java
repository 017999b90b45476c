/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestFeatures {

  /** None on the heap, one row of three floats, and all. */
  @ParameterizedTest
  @ValueSource(longs = {0, 13, 1000})
  void whatIsKeptDoesNotDependOnTheRoom(long room) {
    Features features = new Features(10, new AtomicLong(room));
    float[] made = {9, 1, 2, 3, 4, 5, 6};
    features.keep(4, made, 1, 3);
    features.keep(2, made, 4, 3);
    assertThat(features.at(4)).containsExactly(1, 2, 3);
    assertThat(features.at(2)).containsExactly(4, 5, 6);
    assertThat(features.at(3)).isNull();
    assertThat(features.holds(2)).isTrue();
    assertThat(features.holds(3)).isFalse();
  }

  @Test
  void theRoomIsSharedAndComesBack() {
    AtomicLong room = new AtomicLong(20);
    Features first = new Features(10, room);
    Features second = new Features(10, room);
    first.keep(4, new float[] {1, 2, 3}, 0, 3);
    second.keep(4, new float[] {4, 5, 6}, 0, 3);
    assertThat(room).hasValue(8);
    assertThat(second.at(4)).containsExactly(4, 5, 6);
    first.release();
    assertThat(room).hasValue(20);
    assertThat(first.at(4)).isNull();
    assertThat(second.at(4)).containsExactly(4, 5, 6);
  }

  @Test
  void nothingIsKeptAtFirst() {
    Features features = new Features(10, new AtomicLong(1000));
    assertThat(features.holds(0)).isFalse();
    assertThat(features.at(0)).isNull();
  }
}
