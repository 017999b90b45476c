/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestEpochPlan {

  private static List<Batch> batches(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> new Batch(new int[] {i, i})).toList();
  }

  private static final EpochPlan PLAN = new EpochPlan(2, List.of(batches(0, 5), batches(100, 5)));

  @Test
  void counts() {
    assertThat(PLAN.batchesPerWorker()).isEqualTo(5);
    assertThat(PLAN.images()).isEqualTo(20);
  }

  @Test
  void roundsTakeEachWorkersBatchesInOrder() {
    assertThat(PLAN.rounds(2))
        .containsExactly(
            new Round(2, 0, 0, List.of(batches(0, 2), batches(100, 2))),
            new Round(2, 1, 2, List.of(batches(2, 2), batches(102, 2))),
            new Round(2, 2, 4, List.of(batches(4, 1), batches(104, 1))));
    assertThat(PLAN.rounds(2)).extracting(Round::steps).containsExactly(2, 2, 1);
    assertThat(PLAN.rounds(Integer.MAX_VALUE)).hasSize(1);
  }

  @Test
  void refusesUnequalWorkersAndEmptyPlansAndRounds() {
    assertThatThrownBy(() -> new EpochPlan(0, List.of(batches(0, 2), batches(5, 3))))
        .hasMessage("One worker has 2 batches, another 3");
    assertThatThrownBy(() -> new EpochPlan(0, List.of(List.of())))
        .hasMessage("The plan of epoch 0 has no batch");
    assertThatThrownBy(() -> PLAN.rounds(0))
        .hasMessage("A round of 0 steps does not move; set rounds.steps to at least 1");
  }
}
