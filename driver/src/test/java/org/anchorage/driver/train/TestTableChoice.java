/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.mine.TableListing;
import org.anchorage.driver.record.PlannedBy;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class TestTableChoice {

  /** Epochs 1 to 4 are done; each had three rounds. */
  private static final List<Integer> ENDS = List.of(3, 6, 9, 12);

  private static StoredTable table(int epoch, int round, String corpus) {
    Path place = new Path("run/mined/round-" + round);
    return new StoredTable(place, new MinedFrom(epoch, round), corpus, "c" + round, Map.of());
  }

  private static TableChoice choice(int staleness, StoredTable... tables) {
    return TableChoice.of(List.of(tables), "mine", new MinedFrom(5, 12, "p"), ENDS, staleness);
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
  }

  @Test
  void aRefusedTableIsToldOnceWithWhatIsUsedInstead() {
    List<String> said = new ArrayList<>();
    PlanNotices notices = new PlanNotices(new Path("run"), 2, said::add);
    List<TableListing.Unusable> refused =
        List.of(
            TableListing.Unusable.ofAnotherCorpus(table(5, 12, "yours")),
            new TableListing.Unusable(new Path("run/mined/round-11"), "It is damaged"));
    notices.refused(5, refused, new PlannedBy("mined/round-9", 9, 1, "c9"));
    notices.refused(6, refused, new PlannedBy("mined/round-9", 9, 2, "c9"));
    assertThat(said)
        .containsExactly(
            "The mined table at run/mined/round-12 is not used. It was mined from another corpus"
                + " (fingerprint yours); mine the corpus that is trained on. Epoch 5 is planned by"
                + " the mined table mined/round-9, 1 epoch old",
            "The mined table at run/mined/round-11 is not used. It is damaged. Epoch 5 is planned"
                + " by the mined table mined/round-9, 1 epoch old");
  }

  @Test
  void aTableIsToldAnewIfTheReasonIsAnother() {
    List<String> said = new ArrayList<>();
    PlanNotices notices = new PlanNotices(new Path("run"), 0, said::add);
    TableChoice choice = choice(0, table(4, 9, "mine"));
    Path place = choice.refused().orElseThrow().table().location();
    PlannedBy by = new PlannedBy("mined/round-6", 6, 2, "c6");
    for (String why : List.of("It is being copied", "It is damaged")) {
      notices.refused(5, List.of(new TableListing.Unusable(place, why)), by);
      notices.instead(5, choice, by);
    }
    assertThat(said).hasSize(3);
    assertThat(said.get(0)).contains(place + " is not used. It is being copied. ");
    assertThat(said.get(1)).contains(place + ", is 1 epoch old");
    assertThat(said.get(2)).contains(place + " is not used. It is damaged. ");
  }

  @Test
  void oneOfAFutureThatTheRunHasLostIsPassedOver() {
    assertThat(choice(2, table(5, 14, "mine"), table(5, 12, "mine")).candidates())
        .containsExactly(new TableChoice.Candidate(table(5, 12, "mine"), 0));
  }

  @Test
  void oneOfThisRoundAndOtherParametersIsPassedOver() {
    Path place = new Path("run/mined/round-12");
    StoredTable lost = new StoredTable(place, new MinedFrom(4, 12, "lost"), "mine", "c", Map.of());
    StoredTable same = new StoredTable(place, new MinedFrom(4, 12, "p"), "mine", "c", Map.of());
    assertThat(choice(2, lost, same).candidates())
        .containsExactly(new TableChoice.Candidate(same, 0));
    assertThat(choice(2, lost).refused()).isEmpty();
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
