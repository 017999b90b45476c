/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.record.PlannedBy;
import org.anchorage.driver.run.EpochWork;
import org.anchorage.driver.run.Position;
import org.anchorage.worker.round.RoundStart;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class TestTableChoice {

  /** Epochs 1 to 4 are done; each had three rounds. */
  private static final List<Integer> ENDS = List.of(3, 6, 9, 12);

  private static StoredTable table(int epoch, int round, String corpus) {
    Path place = new Path("run/mined/round-" + round);
    return new StoredTable(place, new MinedFrom(epoch, round), corpus, "c" + round, Map.of());
  }

  private static Position at(int epoch, int round) {
    RoundStart start = new RoundStart(round, new float[1], new float[0], 0);
    return new Position(epoch, 0, 0, 0, start, null, new float[0], EpochWork.NONE);
  }

  private static TableChoice choice(int staleness, StoredTable... tables) {
    return TableChoice.of(List.of(tables), "mine", at(5, 12), ENDS, staleness);
  }

  @Test
  void aTableIsAsOldAsTheEpochsThatEndedAfterIt() {
    assertThat(TableChoice.age(12, ENDS)).isZero();
    assertThat(TableChoice.age(11, ENDS)).isEqualTo(1);
    assertThat(TableChoice.age(9, ENDS)).isEqualTo(1);
    assertThat(TableChoice.age(0, ENDS)).isEqualTo(4);
    assertThat(TableChoice.age(7, List.of())).isZero();
  }

  @Test
  void thoseThatAreYoungEnoughAreTakenNewestFirst() {
    TableChoice choice = choice(2, table(4, 11, "mine"), table(3, 6, "mine"), table(2, 5, "mine"));
    assertThat(choice.candidates())
        .containsExactly(
            new TableChoice.Candidate(table(4, 11, "mine"), 1),
            new TableChoice.Candidate(table(3, 6, "mine"), 2));
    assertThat(choice.refused()).isEmpty();
    assertThat(choice.strangers()).isEmpty();
  }

  @Test
  void theNewestOfThoseThatAreTooOldIsNamed() {
    TableChoice choice = choice(0, table(4, 9, "mine"), table(3, 6, "mine"));
    assertThat(choice.candidates()).isEmpty();
    assertThat(choice.refused()).contains(new TableChoice.Candidate(table(4, 9, "mine"), 1));
    assertThat(
            new PlanNotices(new Path("run"), 0)
                .ofStale(
                    5, choice.refused().orElseThrow(), new PlannedBy("mined/round-6", 6, 2, "c6")))
        .isEqualTo(
            "The newest mined table, run/mined/round-9, is 1 epoch old, and mine.staleness = 0:"
                + " epoch 5 is planned by the mined table mined/round-6, 2 epochs old. Give the"
                + " miner more executors, or raise mine.staleness");
  }

  @Test
  void oneOfAnotherCorpusIsNamedAndNotTaken() {
    TableChoice choice = choice(2, table(5, 12, "yours"), table(4, 9, "mine"));
    assertThat(choice.candidates()).extracting(c -> c.table().from().round()).containsExactly(9);
    assertThat(choice.strangers()).containsExactly(table(5, 12, "yours"));
    assertThat(PlanNotices.ofStranger(choice.strangers().get(0)))
        .isEqualTo(
            "The table at run/mined/round-12 was mined from another corpus (fingerprint yours) and"
                + " plans no epoch; mine the corpus that is trained on");
  }

  @Test
  void oneOfAFutureThatTheRunHasLostIsPassedOver() {
    assertThat(choice(2, table(5, 14, "mine"), table(5, 12, "mine")).candidates())
        .containsExactly(new TableChoice.Candidate(table(5, 12, "mine"), 0));
  }

  @Test
  void thereMayBeNone() {
    assertThat(choice(2).candidates()).isEmpty();
    assertThat(choice(2).refused()).isEmpty();
  }

  @Test
  void anEpochSaysWhatItIsPlannedBy() {
    assertThat(PlanNotices.described(PlannedBy.nothing())).isEqualTo("no mined table");
    assertThat(PlanNotices.described(new PlannedBy("mined/round-6", 6, 0, "c")))
        .isEqualTo("the mined table mined/round-6, 0 epochs old");
    assertThat(PlanNotices.described(new PlannedBy("file:/t", null, null, "c")))
        .isEqualTo("the mined table file:/t");
  }
}
