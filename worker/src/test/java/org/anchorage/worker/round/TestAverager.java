/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestAverager {

  private static final float[] NONE = {};

  private static RoundWork work(int steps, long examples) {
    return new RoundWork(steps, examples, 0, 0, 0, 0, 0);
  }

  private static RoundStart start(float... parameters) {
    return new RoundStart(4, parameters, NONE, 10);
  }

  @Test
  void theMeanOfOneIsExactlyWhereItEnded() {
    SplittableRandom random = new Seed(1).generator();
    float[] before = new float[10_000];
    float[] after = new float[before.length];
    for (int i = 0; i < before.length; i++) {
      // Bits of any float: signs that flip, subnormals, scales that start + (end - start) loses.
      before[i] = finite(random);
      after[i] = finite(random);
    }
    RoundDelta delta = RoundDelta.between(0, before, after, NONE, work(3, 77));
    assertThat(Averager.next(start(before), List.of(delta)).parameters()).isEqualTo(after);
  }

  private static float finite(SplittableRandom random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(value) ? value : 0f;
  }

  @Test
  void workersWeighByTheExamplesTheyUsed() {
    float[] from = {0, 0};
    RoundDelta much = RoundDelta.between(0, from, new float[] {4, 8}, new float[] {1}, work(3, 30));
    RoundDelta little =
        RoundDelta.between(1, from, new float[] {8, 0}, new float[] {5}, work(1, 10));
    RoundStart next = Averager.next(start(from), List.of(much, little));
    assertThat(next.parameters()).containsExactly(5, 6);
    assertThat(next.optimiserState()).containsExactly(2);
    assertThat(next.round()).isEqualTo(5);
    assertThat(next.iteration()).isEqualTo(13);
  }

  @Test
  void arrivalDoesNotMatter() {
    float[] from = {0.1f, -3e-8f};
    RoundDelta a = RoundDelta.between(0, from, new float[] {0.3f, 1e-8f}, NONE, work(1, 3));
    RoundDelta b = RoundDelta.between(1, from, new float[] {0.7f, 7e8f}, NONE, work(1, 5));
    RoundDelta c = RoundDelta.between(2, from, new float[] {-0.2f, 1f}, NONE, work(1, 7));
    assertThat(Averager.next(start(from), List.of(c, a, b)).parameters())
        .isEqualTo(Averager.next(start(from), List.of(a, b, c)).parameters());
  }

  @Test
  void aWorkerWithoutExamplesDoesNotPullTheMean() {
    float[] from = {1};
    RoundDelta idle = RoundDelta.between(0, from, new float[] {9}, NONE, work(0, 0));
    RoundDelta busy = RoundDelta.between(1, from, new float[] {2}, NONE, work(1, 4));
    assertThat(Averager.next(start(from), List.of(idle, busy)).parameters()).containsExactly(2);
  }

  @Test
  void aRoundWithoutExamplesIsRefused() {
    float[] from = {1};
    RoundDelta idle = RoundDelta.between(0, from, from, NONE, work(0, 0));
    assertThatThrownBy(() -> Averager.next(start(from), List.of(idle)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("None of the 1 workers of round 4 used an example; nothing can be averaged");
  }
}
