/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

/** The plan that docs/architecture.md draws: change both together. */
class TestWorkedPlan {

  private static final Affinity NOTHING_MINED = new Affinity.None();
  private static final Affinity A_WITH_C_AND_B_WITH_D =
      new Affinity.Classes(new int[][] {{2}, {3}, {0}, {1}});
  private static final Planner PLANNER =
      Planner.of(Corpora.of(4, 4, 4, 4), Corpora.batch(2, 2), 2, 2, new Seed(1));

  private static List<Round> rounds(int epoch, Affinity affinity) {
    return PLANNER.plan(epoch, affinity).rounds(1);
  }

  @Test
  void withoutAMinedTable() {
    List<Round> rounds = rounds(0, NOTHING_MINED);
    assertThat(rounds).hasSize(2);
    assertThat(rounds.get(0).workers()).hasToString("[[[3, 0, 4, 5]], [[8, 9, 14, 15]]]");
    assertThat(rounds.get(1).workers()).hasToString("[[[2, 1, 6, 7]], [[10, 11, 13, 12]]]");
  }

  @Test
  void withConfusableClasses() {
    List<Round> rounds = rounds(0, A_WITH_C_AND_B_WITH_D);
    assertThat(rounds).hasSize(2);
    assertThat(rounds.get(0).workers()).hasToString("[[[3, 0, 8, 9]], [[4, 5, 14, 15]]]");
    assertThat(rounds.get(1).workers()).hasToString("[[[2, 1, 10, 11]], [[6, 7, 13, 12]]]");
  }

  @Test
  void theNextEpochGivesTheClassesToTheOtherWorker() {
    List<Round> rounds = rounds(1, A_WITH_C_AND_B_WITH_D);
    assertThat(rounds.get(0).workers()).hasToString("[[[4, 5, 15, 13]], [[2, 3, 8, 11]]]");
    assertThat(rounds.get(1).workers()).hasToString("[[[7, 6, 12, 14]], [[0, 1, 9, 10]]]");
  }
}
