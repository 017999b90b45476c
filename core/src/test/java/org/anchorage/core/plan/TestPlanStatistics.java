/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.corpus.Catalogue;
import org.junit.jupiter.api.Test;

class TestPlanStatistics {

  /** Classes 0 to 3 with rows 2c and 2c + 1. */
  private static final Catalogue CATALOGUE = Corpora.equal(4, 2);

  private static final EpochPlan PLAN =
      new EpochPlan(
          0,
          List.of(
              List.of(new Batch(new int[] {0, 1, 2, 3, 4, 5})),
              List.of(new Batch(new int[] {6, 7, 2, 3, 4, 5}))));

  @Test
  void countsConfusableClassesInEitherDirectionOnce() {
    Affinity affinity = new Affinity.Classes(new int[][] {{1}, {0}, {3}, {}});
    PlanStatistics statistics = PlanStatistics.of(PLAN, CATALOGUE, affinity);
    assertThat(statistics).isEqualTo(new PlanStatistics(6, 2));
    assertThat(statistics.share()).isEqualTo(2.0 / 6);
  }

  @Test
  void countsImagesWithTheirHardNegatives() {
    Affinity affinity = new Affinity.Instances(new int[] {0, 6}, new int[][] {{2, 6}, {0, 1}});
    assertThat(PlanStatistics.of(PLAN, CATALOGUE, affinity)).isEqualTo(new PlanStatistics(6, 1));
  }

  @Test
  void nothingIsConfusableUnmined() {
    assertThat(PlanStatistics.of(PLAN, CATALOGUE, new Affinity.None()).share()).isZero();
  }
}
