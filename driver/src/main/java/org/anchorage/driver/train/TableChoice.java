/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.StoredTable;

/**
 * Which of the tables that were mined beside a run may plan an epoch. Immutable.
 *
 * @param candidates newest first: none is older than the bound
 * @param refused the newest table that is older than the bound, if no table is younger; else empty
 * @param strangers tables of another corpus
 */
record TableChoice(
    List<Candidate> candidates, Optional<Candidate> refused, List<StoredTable> strangers) {

  /**
   * A table.
   *
   * @param age epochs that its parameters lie behind
   */
  record Candidate(StoredTable table, int age) {}

  /**
   * Chooses.
   *
   * @param tables newest first
   * @param corpus fingerprint of the corpus that is trained on
   * @param now where the run stands; a table of a later round, or of this round with other
   *     parameters, is of a future that the run has lost, and is passed over
   * @param ends last round of each epoch that is done, oldest first
   * @param staleness how old a table may be
   */
  static TableChoice of(
      List<StoredTable> tables, String corpus, MinedFrom now, List<Integer> ends, int staleness) {
    List<Candidate> fresh = new ArrayList<>();
    List<Candidate> stale = new ArrayList<>();
    List<StoredTable> strangers = new ArrayList<>();
    for (StoredTable table : tables) {
      if (!table.corpus().equals(corpus)) {
        strangers.add(table);
      } else if (table.from().round() < now.round() || table.from().isSameAs(now)) {
        Candidate candidate = new Candidate(table, age(table.from().round(), ends));
        (candidate.age() <= staleness ? fresh : stale).add(candidate);
      }
    }
    return new TableChoice(
        List.copyOf(fresh),
        fresh.isEmpty() ? stale.stream().findFirst() : Optional.empty(),
        List.copyOf(strangers));
  }

  /** Returns how many of the epochs that are done ended after a round. */
  static int age(int round, List<Integer> ends) {
    return (int) ends.stream().filter(end -> end > round).count();
  }
}
