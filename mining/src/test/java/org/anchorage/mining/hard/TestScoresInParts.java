/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestScoresInParts {

  private static ScoreStatistics inParts(float[] scores, int cut, int most) {
    List<float[]> parts =
        List.of(Arrays.copyOf(scores, cut), Arrays.copyOfRange(scores, cut, scores.length));
    return ScoresInParts.statistics(taker -> parts.forEach(taker), most);
  }

  @Test
  void theyAreThoseOfAllScoresToTheBit() {
    SplittableRandom random = new Seed(5).generator();
    for (int count : new int[] {1, 2, 3, 5, 100, 1001}) {
      float[] scores = new float[count];
      for (int i = 0; i < count; i++) {
        // Many equal ones, both zeros, and both signs.
        scores[i] =
            i % 3 == 0
                ? 0.75f
                : i % 7 == 0 ? -0f : i % 11 == 0 ? 0f : (float) random.nextGaussian();
      }
      ScoreStatistics whole = ScoreStatistics.of(scores);
      for (int most : new int[] {1, 2, 10, 99, 100_000}) {
        assertThat(inParts(scores, count / 3, most)).as("%d, %d", count, most).isEqualTo(whole);
      }
    }
  }

  @Test
  void withoutScoresThereIsNothing() {
    assertThat(inParts(new float[0], 0, 10)).isEqualTo(ScoreStatistics.of(new float[0]));
  }
}
