/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestHalfFloat {

  /** By the definition: (1 + mantissa / 1024) x 2^(exponent - 15), or mantissa x 2^-24. */
  private static double defined(int half) {
    int exponent = (half >> 10) & 31;
    int mantissa = half & 1023;
    double magnitude =
        exponent == 0
            ? mantissa * Math.pow(2, -24)
            : (1 + mantissa / 1024.0) * Math.pow(2, exponent - 15);
    return half >= 0x8000 ? -magnitude : magnitude;
  }

  @Test
  void everyFiniteHalfIsItsValueAndComesBack() {
    for (int half = 0; half < 1 << 16; half++) {
      if ((half & 0x7c00) != 0x7c00) {
        float value = HalfFloat.value((short) half);
        assertThat((double) value).isEqualTo(defined(half));
        assertThat(HalfFloat.of(value)).isEqualTo((short) half);
      }
    }
  }

  @Test
  void aFloatBecomesTheNearestHalfTiesToEven() {
    SplittableRandom random = new Seed(1).generator();
    for (int i = 0; i < 200_000; i++) {
      // Two neighbours of one sign, and a float between them, at times halfway.
      int low = random.nextInt(0x7bff);
      double below = defined(low);
      double above = defined(low + 1);
      double share = i % 4 == 0 ? 0.5 : random.nextDouble();
      float between = (float) (below + share * (above - below));
      double down = between - below;
      double up = above - between;
      int expected = down < up || (down == up && low % 2 == 0) ? low : low + 1;
      assertThat(HalfFloat.of(between)).isEqualTo((short) expected);
      assertThat(HalfFloat.of(-between)).isEqualTo((short) (expected | 0x8000));
    }
  }

  @Test
  void whatIsTooLargeOrNoNumberStaysThat() {
    assertThat(HalfFloat.value(HalfFloat.of(65519))).isEqualTo(65504f);
    assertThat(HalfFloat.value(HalfFloat.of(65520))).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(HalfFloat.value(HalfFloat.of(-1e9f))).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(HalfFloat.value(HalfFloat.of(Float.NEGATIVE_INFINITY)))
        .isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(HalfFloat.value(HalfFloat.of(Float.NaN))).isNaN();
    assertThat(HalfFloat.value(HalfFloat.of(Float.intBitsToFloat(0xffc00001)))).isNaN();
  }
}
