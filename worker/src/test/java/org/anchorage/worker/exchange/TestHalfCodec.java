/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TestHalfCodec {

  private static float[] crossed(Codec codec, float[] values) {
    float[] back = new float[values.length + 2];
    codec.decode(codec.encode(values, 0, values.length), back, 1);
    return Arrays.copyOfRange(back, 1, values.length + 1);
  }

  private static float[] over(int octaves, double largest) {
    SplittableRandom random = new Seed(4).generator();
    float[] values = new float[20_000];
    for (int i = 0; i < values.length; i++) {
      double size = largest * Math.pow(2, -octaves * random.nextDouble());
      values[i] = (float) (random.nextBoolean() ? size : -size);
    }
    values[7] = (float) largest;
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "LINEAR, 28, 1e-30", "LINEAR, 28, 3e-5", "LINEAR, 28, 1", "LINEAR, 28, 3e38",
    "ROOT, 56, 1e-20", "ROOT, 56, 3e-5", "ROOT, 56, 1", "ROOT, 56, 3e38"
  })
  void halfTheLastBitIsTheErrorWhateverTheScale(Curve curve, int octaves, double largest) {
    float[] values = over(octaves, largest);
    float[] back = crossed(new HalfCodec(curve), values);
    double error = curve == Curve.LINEAR ? 0x1p-11 : 0x1.01p-10;
    for (int i = 0; i < values.length; i++) {
      assertThat((double) back[i]).isCloseTo(values[i], within(error * Math.abs(values[i])));
    }
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void crossingTwiceIsCrossingOnce(Curve curve) {
    Codec codec = new HalfCodec(curve);
    // Just under a power of two, which rounds up to it; and down to where digits are lost.
    for (double largest : new double[] {0x1.fffffep-3, 1e-37, 1e-44, 0x1p90}) {
      float[] once = crossed(codec, over(120, largest));
      assertThat(crossed(codec, once)).isEqualTo(once);
    }
  }

  @Test
  void takesTwoBytesAValueAndFourForTheScale() {
    assertThat(new HalfCodec(Curve.LINEAR).encode(new float[10], 3, 8)).hasSize(14);
    assertThat(crossed(new HalfCodec(Curve.ROOT), new float[3])).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void whatIsNotFiniteStaysSoAndSparesTheRest(Curve curve) {
    float[] back =
        crossed(
            new HalfCodec(curve), new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 0.25f, -0.25f});
    assertThat(back).containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, 0.25f, -0.25f);
  }

  /** Adam's step of one rate: m / (sqrt(v) + epsilon). */
  private static double step(float first, float second) {
    return first / (Math.sqrt(second) + 1e-8);
  }

  @Test
  void adamTakesTheSameStepsByMomentsThatCrossed() {
    // Gradients over twelve orders of magnitude, as between the layers of a network.
    int count = 1200;
    float[] moments = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double gradient = Math.pow(10, -12.0 * i / count);
      moments[i] = (float) (i % 2 == 0 ? gradient / 3 : -gradient / 5);
      moments[count + i] = (float) (gradient * gradient);
    }
    float[] roots = crossed(new HalfCodec(Curve.ROOT), moments);
    float[] plain = crossed(new HalfCodec(Curve.LINEAR), moments);
    double worst = 0;
    for (int i = 0; i < count; i++) {
      double exact = step(moments[i], moments[count + i]);
      assertThat(step(roots[i], roots[count + i]))
          .isCloseTo(exact, within(0.002 * Math.abs(exact)));
      worst = Math.max(worst, Math.abs(step(plain[i], plain[count + i]) / exact));
    }
    // Why roots: as they are, small second moments vanish before their first ones do.
    assertThat(worst).isGreaterThan(100);
  }
}
