/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestScoreSummary {

  /** Counts scores in two parts, the second first if turned. */
  private static ScoreSummary summary(float[] scores, int cut, boolean turned) {
    float[] head = Arrays.copyOf(scores, cut);
    float[] tail = Arrays.copyOfRange(scores, cut, scores.length);
    ScoreCounts counts = turned ? counts(tail).plus(counts(head)) : counts(head).plus(counts(tail));
    FineCounts fine = new FineCounts(counts.wanted());
    for (float score : tail) {
      fine.add(score);
    }
    FineCounts other = new FineCounts(counts.wanted());
    for (float score : head) {
      other.add(score);
    }
    return ScoreSummary.of(counts, turned ? fine.plus(other) : other.plus(fine));
  }

  private static ScoreCounts counts(float[] scores) {
    ScoreCounts counts = new ScoreCounts();
    for (float score : scores) {
      counts.add(score);
    }
    return counts;
  }

  @Test
  void quantilesAreThoseOfAllScoresAndTheOrderDoesNotMatter() {
    SplittableRandom random = new Seed(5).generator();
    for (int count : new int[] {1, 2, 3, 4, 5, 100, 1001}) {
      float[] scores = new float[count];
      for (int i = 0; i < count; i++) {
        // Many equal ones, both zeros, and both signs.
        scores[i] =
            i % 3 == 0
                ? 0.75f
                : i % 7 == 0 ? -0f : i % 11 == 0 ? 0f : (float) random.nextDouble(-2, 2);
      }
      ScoreStatistics whole = ScoreStatistics.of(scores);
      ScoreSummary summary = summary(scores, count / 3, false);
      assertThat(summary(scores, count / 2, true)).isEqualTo(summary);
      assertThat(summary.count()).isEqualTo(count);
      assertThat(summary.min()).isEqualTo(whole.min());
      assertThat(summary.quarter()).isEqualTo(whole.quarter());
      assertThat(summary.half()).isEqualTo(whole.median());
      assertThat(summary.threeQuarters()).isEqualTo(whole.threeQuarters());
      assertThat(summary.max()).isEqualTo(whole.max());
      assertThat(summary.mean()).isCloseTo(whole.mean(), within(4e-9));
      if (count > 1) {
        double ofSample = whole.std() * Math.sqrt(count / (count - 1.0));
        assertThat(summary.std()).isCloseTo(ofSample, within(1e-8));
      }
    }
  }

  /** What torch.median, torch.std and torch.quantile return. */
  @Test
  void theDefinitionsAreThoseOfSentenceTransformers() {
    ScoreSummary summary = summary(new float[] {0.5f, -0.25f, 1f, 0.25f}, 2, false);
    assertThat(summary.median()).isEqualTo(0.25);
    assertThat(summary.half()).isEqualTo(0.375);
    assertThat(summary.quarter()).isEqualTo(0.125);
    assertThat(summary.threeQuarters()).isEqualTo(0.625);
    assertThat(summary.mean()).isEqualTo(0.375);
    assertThat(summary.std()).isCloseTo(Math.sqrt(0.8125 / 3), within(1e-15));
  }

  @Test
  void equalScoresHaveNoSpread() {
    assertThat(summary(new float[] {0.3f, 0.3f, 0.3f}, 1, false).std()).isZero();
  }

  @Test
  void withoutScoresThereIsNothing() {
    ScoreSummary none = summary(new float[0], 0, false);
    assertThat(none.count()).isZero();
    assertThat(none.mean()).isNaN();
    assertThat(none.half()).isNaN();
  }

  @Test
  void otherScoresAreRefused() {
    ScoreCounts counts = counts(new float[] {0.5f});
    assertThatThrownBy(() -> ScoreSummary.of(counts, new FineCounts(counts.wanted())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no place 0; count the scores that were counted first");
  }
}
