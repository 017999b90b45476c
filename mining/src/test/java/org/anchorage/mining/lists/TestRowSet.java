/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestRowSet {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 1000})
  void itHoldsWhatThePredicateAdmits(int size) {
    RowSet set = RowSet.where(size, row -> row % 3 == 0);
    int[] expected = IntStream.range(0, size).filter(row -> row % 3 == 0).toArray();
    assertThat(set.rows()).isEqualTo(expected);
    assertThat(set.count()).isEqualTo(expected.length);
    assertThat(set.size()).isEqualTo(size);
    assertThat(IntStream.range(0, size).filter(set::contains).toArray()).isEqualTo(expected);
    assertThat(RowSet.all(size).count()).isEqualTo(size);
  }

  @Test
  void rowsAreTakenOutOfACopy() {
    RowSet all = RowSet.all(200);
    RowSet left = all.without(3, 64, 199, 3);
    assertThat(left.count()).isEqualTo(197);
    assertThat(left.contains(64)).isFalse();
    assertThat(all.count()).isEqualTo(200);
    assertThat(left.and(RowSet.where(200, row -> row < 5)).rows()).containsExactly(0, 1, 2, 4);
  }

  @Test
  void refusesOtherRows() {
    RowSet set = RowSet.all(10);
    assertThatThrownBy(() -> set.without(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no vector 10; rows run from 0 to 9");
    RowSet other = RowSet.all(11);
    assertThatThrownBy(() -> set.and(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A set among 10 rows has none in common with a set among 11");
  }
}
