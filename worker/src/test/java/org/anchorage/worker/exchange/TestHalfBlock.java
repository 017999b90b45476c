/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.IntBuffer;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.HalfFloat;
import org.junit.jupiter.api.Test;

class TestHalfBlock {

  private static final int SIZE = HalfBlock.SIZE;

  private final HalfBlock block = new HalfBlock();

  private static short half(int[] pairs, int i) {
    return (short) (i < SIZE / 2 ? pairs[i] : pairs[i - SIZE / 2] >>> 16);
  }

  private void assertAsOneByOne(float[] values) {
    float[] magnitudes = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      magnitudes[i] = Math.abs(values[i + 3]);
    }
    int[] pairs = new int[SIZE / 2];
    block.encode(magnitudes, values, 3, IntBuffer.wrap(pairs));
    for (int i = 0; i < SIZE; i++) {
      assertThat(half(pairs, i)).as("%s", values[i + 3]).isEqualTo(HalfFloat.of(values[i + 3]));
    }
  }

  @Test
  void encodesAsOneByOne() {
    SplittableRandom random = new Seed(1).generator();
    for (int turn = 0; turn < 300; turn++) {
      float[] values = new float[SIZE + 3];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(random.nextInt());
      }
      assertAsOneByOne(values);
    }
  }

  @Test
  void encodesWhatLiesBetweenTwoHalvesAndAtTheirEnds() {
    for (int first = 0; first < 0x7c00; first += SIZE / 4) {
      float[] values = new float[SIZE + 3];
      for (int i = 0; i < SIZE; i++) {
        float low = HalfFloat.value((short) (first + i / 4));
        float high = HalfFloat.value((short) (first + i / 4 + 1));
        float middle = high == Float.POSITIVE_INFINITY ? 65520 : low + (high - low) / 2;
        float value = i % 4 == 0 ? low : i % 4 == 1 ? Math.nextDown(middle) : middle;
        values[i + 3] = i % 4 == 3 ? -Math.nextUp(value) : value;
      }
      assertAsOneByOne(values);
    }
  }

  @Test
  void decodesEveryHalfAsOneByOne() {
    for (int first = 0; first < 1 << 16; first += SIZE) {
      int[] pairs = new int[SIZE / 2];
      for (int i = 0; i < SIZE / 2; i++) {
        pairs[i] = (first + i) | ((first + i + SIZE / 2) << 16);
      }
      float[] values = new float[SIZE + 2];
      block.decode(IntBuffer.wrap(pairs), values, 2);
      for (int i = 0; i < SIZE; i++) {
        assertThat(Float.compare(values[i + 2], HalfFloat.value((short) (first + i)))).isZero();
      }
    }
  }

  @Test
  void raisesToTheLargestFiniteMagnitudePlaceByPlace() {
    SplittableRandom random = new Seed(2).generator();
    int[] most = new int[SIZE];
    float[] expected = new float[SIZE];
    for (int turn = 0; turn < 50; turn++) {
      float[] values = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        values[i] = i == turn ? Float.NaN : Float.intBitsToFloat(random.nextInt());
        if (Float.isFinite(values[i])) {
          expected[i] = Math.max(expected[i], Math.abs(values[i]));
        }
      }
      block.raise(values, 0, most);
    }
    for (int i = 0; i < SIZE; i++) {
      assertThat(Float.intBitsToFloat(most[i])).isEqualTo(expected[i]);
    }
  }
}
