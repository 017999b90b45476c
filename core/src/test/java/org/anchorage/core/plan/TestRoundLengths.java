/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.junit.jupiter.api.Test;

class TestRoundLengths {

  private static RoundLengths of(String... words) {
    Settings settings = SettingsReader.defaults().with(List.of(words)).settings();
    return new RoundLengths(
        settings.rounds(), settings.optimiser().schedule(), settings.train().epochs());
  }

  /** Lengths of the rounds of an epoch, from 0, of so many batches a worker. */
  private static List<Integer> epoch(RoundLengths lengths, int epoch, int batches) {
    List<Batch> worker =
        IntStream.range(0, batches).mapToObj(i -> new Batch(new int[] {i})).toList();
    List<Integer> steps = new ArrayList<>();
    int first = 0;
    for (Round round : new EpochPlan(epoch, List.of(worker)).rounds(lengths)) {
      assertThat(round.index()).isEqualTo(steps.size());
      assertThat(round.firstStep()).isEqualTo(first);
      assertThat(round.workers().get(0)).isEqualTo(worker.subList(first, first + round.steps()));
      steps.add(round.steps());
      first += round.steps();
    }
    assertThat(first).isEqualTo(batches);
    return steps;
  }

  @Test
  void constantIsTheSameAtAnyTime() {
    RoundLengths lengths = of("rounds.steps=4", "epochs=3");
    assertThat(epoch(lengths, 0, 10)).containsExactly(4, 4, 2);
    assertThat(epoch(lengths, 2, 8)).containsExactly(4, 4);
  }

  @Test
  void warmUpGrowsFromOneToAllAndStays() {
    RoundLengths lengths =
        of("rounds.schedule=warm-up", "rounds.steps=8", "rounds.warm-up.epochs=2");
    List<Integer> first = epoch(lengths, 0, 100);
    // The end of the epoch cuts the last one.
    assertThat(first.subList(0, first.size() - 1)).isSorted().startsWith(1, 1).contains(2, 3, 4);
    assertThat(epoch(lengths, 1, 100).subList(0, 10)).isSorted().startsWith(4);
    assertThat(epoch(lengths, 2, 100)).startsWith(8, 8);
    assertThat(lengths.at(1.999)).isEqualTo(7);
    assertThat(of("rounds.schedule=warm-up", "rounds.warm-up.epochs=0").at(0)).isEqualTo(32);
  }

  @Test
  void postLocalAveragesEveryStepAtFirst() {
    RoundLengths lengths =
        of(
            "rounds.schedule=post-local",
            "rounds.steps=6",
            "epochs=3",
            "rounds.post-local.share=0.5");
    assertThat(epoch(lengths, 0, 4)).containsExactly(1, 1, 1, 1);
    assertThat(epoch(lengths, 1, 10)).containsExactly(1, 1, 1, 1, 1, 5);
    assertThat(epoch(lengths, 2, 10)).containsExactly(6, 4);
  }

  @Test
  void quadraticFollowsTheRateDown() {
    RoundLengths lengths =
        of("rounds.schedule=quadratic", "rounds.steps=4", "epochs=8", "optimiser.schedule=cosine");
    double half = OptimiserSettings.Schedule.COSINE.factor(0.5);
    assertThat(lengths.at(0)).isEqualTo(4);
    assertThat(half).isEqualTo(0.5);
    assertThat(lengths.at(4)).isEqualTo(16);
    for (int epoch = 0; epoch < 8; epoch++) {
      double factor = OptimiserSettings.Schedule.COSINE.factor(epoch / 8.0);
      assertThat(lengths.at(epoch)).isEqualTo((int) Math.floor(4 / (factor * factor)));
    }
    assertThat(epoch(lengths, 7, 50).get(0)).isEqualTo(50);
    assertThat(lengths.at(8)).isEqualTo(Integer.MAX_VALUE);
  }
}
