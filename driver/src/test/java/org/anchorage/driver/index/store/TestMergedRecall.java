/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.mining.lists.Coding;
import org.anchorage.mining.lists.Probing;
import org.junit.jupiter.api.Test;

class TestMergedRecall {

  private static Neighbours rows(float[] distances, int... rows) {
    return new Neighbours(2, rows, distances);
  }

  /** Of two queries. With the least effort, the second shard misses the nearest of the first. */
  private static final ShardAnswers ONE =
      new ShardAnswers(
          rows(new float[] {2, 5, 1, 9}, 3, 4, 5, 6),
          List.of(
              rows(new float[] {2, 5, 1, 9}, 3, 4, 5, 6),
              rows(new float[] {2, 5, 1, 9}, 3, 4, 5, 6)),
          List.of(new Probing(4, 0.5f), Probing.fixed(8)));

  private static final ShardAnswers TWO =
      new ShardAnswers(
          rows(new float[] {1, 2, 7, Float.POSITIVE_INFINITY}, 13, 14, 15, -1),
          List.of(
              rows(new float[] {2, 3, 7, Float.POSITIVE_INFINITY}, 14, 16, 15, -1),
              rows(new float[] {1, 2, 7, Float.POSITIVE_INFINITY}, 13, 14, 15, -1)),
          List.of(new Probing(5, 0.25f), Probing.fixed(10)));

  /** The exact ones are 13 and 3 (2 ties with 14 by row), and 5 and 15. */
  @Test
  void itIsTheRecallOfTheMergedResults() {
    assertThat(MergedRecall.of(List.of(ONE, TWO), 0.7)).isEqualTo(new MergedRecall(0, 0.75));
    assertThat(MergedRecall.of(List.of(ONE, TWO), 0.76)).isEqualTo(new MergedRecall(1, 1));
  }

  /** Both shards find all for their own items, which says nothing of those of the other. */
  @Test
  void shardsLookIntoMoreListsUntilTheMergedRecallHolds() {
    BuildPlan plan = new BuildPlan(false, 0.9, Coding.FLOAT, 10, 0, 1);
    GenerationFacts facts =
        GenerationFacts.of(plan, 2, List.of(shard(4, 1, ONE), shard(5, 1, TWO)));
    assertThat(facts.shards()).extracting(ShardFacts::probes).containsExactly(8, 10);
    assertThat(facts.measured()).isEqualTo(1);
    BuildPlan less = new BuildPlan(false, 0.7, Coding.FLOAT, 10, 0, 1);
    facts = GenerationFacts.of(less, 2, List.of(shard(4, 1, ONE), shard(5, 1, TWO)));
    assertThat(facts.shards()).extracting(ShardFacts::probes).containsExactly(4, 5);
    assertThat(facts.shards()).extracting(ShardFacts::reach).containsExactly(0.5f, 0.25f);
    assertThat(facts.measured()).isEqualTo(0.75);
  }

  private static WrittenShard shard(int probes, double measured, ShardAnswers answers) {
    return new WrittenShard(new ShardFacts(10, 20, probes, null, measured), "s", Map.of(), answers);
  }

  @Test
  void effortsEndWithAllLists() {
    assertThat(ShardAnswers.probings(new Probing(3, 0.5f), 40))
        .extracting(Probing::most)
        .containsExactly(3, 4, 5, 6, 9, 12, 18, 24, 40, 40);
    assertThat(ShardAnswers.probings(new Probing(3, 0.5f), 40))
        .extracting(Probing::reach)
        .startsWith(0.5f, 0.625f, 0.75f, 1f)
        .endsWith(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
    assertThat(ShardAnswers.probings(Probing.fixed(1), 1)).containsOnly(Probing.fixed(1));
  }
}
