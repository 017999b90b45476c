/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.corpus.Catalogue;

/** What is asked of every plan. */
final class Plans {

  private Plans() {}

  static List<Batch> all(EpochPlan plan) {
    return plan.workers().stream().flatMap(List::stream).toList();
  }

  static Set<Integer> rows(EpochPlan plan) {
    Set<Integer> rows = new HashSet<>();
    all(plan).forEach(batch -> Arrays.stream(batch.rows()).forEach(rows::add));
    return rows;
  }

  /** Every batch has P tickets of K distinct images, each ticket and class as often as allowed. */
  static void assertComplete(
      EpochPlan plan, Catalogue catalogue, BatchSettings batch, int least, int most) {
    for (Batch one : all(plan)) {
      assertThat(one.size()).isEqualTo(batch.size());
      int[] seen = new int[catalogue.classCount()];
      for (int ticket = 0; ticket < batch.classes(); ticket++) {
        int from = ticket * batch.images();
        int[] rows = Arrays.copyOfRange(one.rows(), from, from + batch.images());
        assertThat(Arrays.stream(catalogue.labels(rows)).distinct().count()).isEqualTo(1);
        assertThat(Arrays.stream(rows).distinct().count()).isEqualTo(batch.images());
        seen[catalogue.label(rows[0])]++;
      }
      for (int count : seen) {
        assertThat(count).isBetween(least, most);
      }
    }
  }

  static void assertComplete(EpochPlan plan, Catalogue catalogue, BatchSettings batch) {
    assertComplete(plan, catalogue, batch, 0, 1);
  }

  /**
   * Returns how many epochs a planner takes to show every training image, 1000 where it does not.
   */
  static int epochsToShowAll(Planner planner, Affinity affinity, int images) {
    Set<Integer> seen = new HashSet<>();
    int epochs = 0;
    while (seen.size() < images && epochs < 1000) {
      seen.addAll(rows(planner.plan(epochs++, affinity)));
    }
    return epochs;
  }
}
