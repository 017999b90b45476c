/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Selects what a sort would, whatever the order. */
class TestSelection {

  private static final int BEFORE = 3;

  static Stream<long[]> values() {
    long[] drawn = new Seed(1).generator().longs(60).toArray();
    long[] few = new Seed(2).generator().longs(60, -2, 3).toArray();
    long[] ascending = drawn.clone();
    Arrays.sort(ascending);
    long[] descending = new long[drawn.length];
    Arrays.setAll(descending, i -> ascending[drawn.length - 1 - i]);
    long[] equal = new long[33];
    Arrays.fill(equal, Long.MAX_VALUE);
    return Stream.of(
        drawn, few, ascending, descending, equal, new long[] {7}, new long[] {Long.MAX_VALUE, 2});
  }

  @ParameterizedTest
  @MethodSource("values")
  void theSmallestComeToTheFrontAndWhatLiesBesideThemStays(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int k = 1; k <= values.length; k++) {
      long[] among = new long[BEFORE + values.length + 1];
      Arrays.fill(among, Long.MIN_VALUE);
      System.arraycopy(values, 0, among, BEFORE, values.length);
      assertThat(Selection.smallest(among, BEFORE, BEFORE + values.length, k))
          .isEqualTo(sorted[k - 1]);
      Arrays.sort(among, BEFORE, BEFORE + k);
      assertThat(Arrays.copyOfRange(among, BEFORE, BEFORE + k)).isEqualTo(Arrays.copyOf(sorted, k));
      Arrays.sort(among, BEFORE, BEFORE + values.length);
      assertThat(Arrays.copyOfRange(among, BEFORE, BEFORE + values.length)).isEqualTo(sorted);
      assertThat(among[BEFORE - 1]).isEqualTo(Long.MIN_VALUE);
      assertThat(among[BEFORE + values.length]).isEqualTo(Long.MIN_VALUE);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void floatsAreSelectedAlike(long[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i] / 8;
    }
    float[] sorted = floats.clone();
    Arrays.sort(sorted);
    for (int k = 1; k <= values.length; k++) {
      assertThat(Selection.smallest(floats.clone(), values.length, k)).isEqualTo(sorted[k - 1]);
    }
  }
}
