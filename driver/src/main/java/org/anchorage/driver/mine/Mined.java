/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.plan.Affinity;
import org.anchorage.core.plan.EpochPlan;
import org.anchorage.core.plan.PlanStatistics;
import org.anchorage.driver.record.Distribution;
import org.anchorage.driver.record.MiningRecord;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.hard.ScoreStatistics;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of one mining pass.
 *
 * @param table what was mined; its hard negatives are there in mode instances alone
 * @param tally of kept and rejected neighbours, without similarities
 * @param searched how neighbours were looked for
 * @param positiveScores how similar anchors are to their nearest positives
 * @param negativeScores how similar anchors are to the hard negatives that were kept
 * @param before the table that the images which were not searched for keep their negatives of; null
 *     if all were searched for
 */
public record Mined(
    MinedTable table,
    MiningTally tally,
    Searched searched,
    ScoreStatistics positiveScores,
    ScoreStatistics negativeScores,
    @Nullable Path before) {

  /** Returns the same pass with another table. */
  Mined with(MinedTable other) {
    return new Mined(other, tally, searched, positiveScores, negativeScores, before);
  }

  /** Returns the same pass, which has gone on from a table. */
  Mined after(Path table) {
    return new Mined(this.table, tally, searched, positiveScores, negativeScores, table);
  }

  /** Returns how similar anchors are to their nearest positives. */
  public Distribution positives() {
    return distribution(positiveScores);
  }

  /** Returns how similar anchors are to the hard negatives that were kept. */
  public Distribution negatives() {
    return distribution(negativeScores);
  }

  /** Returns how many neighbours were rejected, by reason. */
  public Map<String, Long> rejected() {
    Map<String, Long> rejected = new LinkedHashMap<>();
    tally.rejected().forEach((reason, count) -> rejected.put(name(reason.name()), count));
    return rejected;
  }

  private static String name(String constant) {
    return constant.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the record of the pass.
   *
   * @param location of the table
   * @param affinity that the next plan is made by
   * @param without a plan of the next epoch made without the affinity
   * @param with the plan of the next epoch made with it
   */
  public MiningRecord record(
      String location, Affinity affinity, Catalogue catalogue, EpochPlan without, EpochPlan with) {
    return new MiningRecord(
        location,
        positives(),
        negatives(),
        rejected(),
        PlanStatistics.of(without, catalogue, affinity).share(),
        PlanStatistics.of(with, catalogue, affinity).share(),
        searched.record());
  }

  private static Distribution distribution(ScoreStatistics scores) {
    return new Distribution(
        scores.count(),
        scores.mean(),
        scores.std(),
        scores.min(),
        scores.quarter(),
        scores.median(),
        scores.threeQuarters(),
        scores.max());
  }
}
