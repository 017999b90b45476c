/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.anchorage.mining.hard.FineCounts;
import org.anchorage.mining.hard.ScoreCounts;
import org.anchorage.mining.hard.ScoreSummary;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Measures the scores of anchors, in two Spark jobs: one counts them by ranges of values, the other
 * counts the values of those ranges in which quantiles lie. Some MB come back, however many scores
 * there are. The result depends neither on their order nor on their division.
 */
final class TupleScores {

  private TupleScores() {}

  /** Takes scores of one kind. */
  private interface Taker {
    void take(float score);
  }

  /** The scores of three kinds, counted. */
  private record Counted(ScoreCounts positive, ScoreCounts negative, ScoreCounts difference)
      implements Serializable {

    static Counted of(Iterator<Row> anchors) {
      Counted all = new Counted(new ScoreCounts(), new ScoreCounts(), new ScoreCounts());
      each(anchors, all.positive::add, all.negative::add, all.difference::add);
      return all;
    }

    Counted plus(Counted other) {
      return new Counted(
          positive.plus(other.positive),
          negative.plus(other.negative),
          difference.plus(other.difference));
    }
  }

  /** The ranges that are counted value by value, of each kind. */
  private record Ranges(BitSet positive, BitSet negative, BitSet difference)
      implements Serializable {}

  /** The same scores, value by value where that is wanted. */
  private record Fine(FineCounts positive, FineCounts negative, FineCounts difference)
      implements Serializable {

    static Fine of(Ranges ranges, Iterator<Row> anchors) {
      Fine all =
          new Fine(
              new FineCounts(ranges.positive()),
              new FineCounts(ranges.negative()),
              new FineCounts(ranges.difference()));
      each(anchors, all.positive::add, all.negative::add, all.difference::add);
      return all;
    }

    Fine plus(Fine other) {
      return new Fine(
          positive.plus(other.positive),
          negative.plus(other.negative),
          difference.plus(other.difference));
    }
  }

  /** Hands on the scores of anchors that have negatives. */
  private static void each(
      Iterator<Row> anchors, Taker positives, Taker negatives, Taker differences) {
    while (anchors.hasNext()) {
      Row anchor = anchors.next();
      float positive = anchor.getFloat(0);
      List<Float> similarities = anchor.getList(1);
      if (!similarities.isEmpty()) {
        positives.take(positive);
      }
      for (float negative : similarities) {
        negatives.take(negative);
        differences.take(positive - negative);
      }
    }
  }

  /**
   * Measures scores, in two jobs.
   *
   * @param scores of each anchor: the positive's, and the list of its negatives'
   * @param tasks of each job
   */
  static TupleStatistics of(Dataset<Row> scores, int tasks) {
    JavaRDD<Row> anchors = scores.toJavaRDD().coalesce(tasks);
    Counted counted =
        anchors
            .mapPartitions(part -> List.of(Counted.of(part)).iterator())
            .treeReduce(Counted::plus);
    Ranges ranges =
        new Ranges(
            counted.positive().wanted(),
            counted.negative().wanted(),
            counted.difference().wanted());
    Fine fine =
        anchors
            .mapPartitions(part -> List.of(Fine.of(ranges, part)).iterator())
            .treeReduce(Fine::plus);
    return new TupleStatistics(
        ScoreSummary.of(counted.positive(), fine.positive()),
        ScoreSummary.of(counted.negative(), fine.negative()),
        ScoreSummary.of(counted.difference(), fine.difference()));
  }
}
