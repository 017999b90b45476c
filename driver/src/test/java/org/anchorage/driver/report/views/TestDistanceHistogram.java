/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestDistanceHistogram {

  @Test
  void countsEveryPair() {
    Vectors vectors = LookedAtItems.vectors(50);
    int[] labels = IntStream.range(0, 50).map(i -> i % 7).toArray();
    DistanceHistogram histogram = DistanceHistogram.of(vectors, labels);
    long[][] bins = new long[2][DistanceHistogram.BINS];
    for (int i = 0; i < 50; i++) {
      for (int j = i + 1; j < 50; j++) {
        float distance = (float) Math.sqrt(vectors.squaredDistance(i, vectors, j));
        int bin = (int) Math.floor(distance / histogram.most() * DistanceHistogram.BINS);
        bins[labels[i] == labels[j] ? 0 : 1][Math.min(bin, DistanceHistogram.BINS - 1)]++;
      }
    }
    assertThat(histogram.same()).containsExactly(boxed(bins[0]));
    assertThat(histogram.different()).containsExactly(boxed(bins[1]));
  }

  private static Long[] boxed(long[] values) {
    return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
  }

  @Test
  void knowsTheMiddle() {
    Vectors line = new Vectors(1, new float[] {0, 1, 10, 12});
    DistanceHistogram histogram = DistanceHistogram.of(line, new int[] {0, 0, 1, 1});
    assertThat(histogram.sameMedian()).isEqualTo(1);
    assertThat(histogram.differentMedian()).isEqualTo(10);
    assertThat(histogram.most()).isEqualTo(12);
  }

  @Test
  void equalVectorsAndOneClassAreFine() {
    DistanceHistogram histogram = DistanceHistogram.of(new Vectors(2, new float[6]), new int[3]);
    assertThat(histogram.same().get(0)).isEqualTo(3);
    assertThat(histogram.most()).isZero();
    assertThat(histogram.differentMedian()).isNaN();
  }
}
