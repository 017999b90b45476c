/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Each anchor with one positive and one negative.
 *
 * @param positives how positives are chosen; default easy
 * @param positiveRange range of the positives' distances
 * @param negatives how negatives are chosen; default semi-hard
 * @param negativeRange range of the negatives' distances
 */
public record BatchEasyHardMinerSettings(
    Strategy positives, Range positiveRange, Strategy negatives, Range negativeRange)
    implements MinerSettings {

  public static final Key POSITIVES = Key.fixed("loss.miner.batch-easy-hard.positives");
  public static final Key POSITIVE_LEAST = Key.fixed("loss.miner.batch-easy-hard.positive-least");
  public static final Key POSITIVE_MOST = Key.fixed("loss.miner.batch-easy-hard.positive-most");
  public static final Key NEGATIVES = Key.fixed("loss.miner.batch-easy-hard.negatives");
  public static final Key NEGATIVE_LEAST = Key.fixed("loss.miner.batch-easy-hard.negative-least");
  public static final Key NEGATIVE_MOST = Key.fixed("loss.miner.batch-easy-hard.negative-most");

  /** Every key of this record. */
  static final List<Key> KEYS =
      List.of(POSITIVES, POSITIVE_LEAST, POSITIVE_MOST, NEGATIVES, NEGATIVE_LEAST, NEGATIVE_MOST);

  /** How one side is chosen. */
  public enum Strategy {
    /** Every one. */
    ALL,
    /** The nearest positive; the farthest negative. */
    EASY,
    /**
     * The farthest positive strictly nearer than the chosen negative; the nearest negative strictly
     * farther than the chosen positive.
     */
    SEMI_HARD,
    /** The farthest positive; the nearest negative. */
    HARD
  }

  /**
   * A closed range of distances.
   *
   * @param least in units of the distance
   * @param most in units of the distance; if it is below the least, no distance is in the range
   */
  public record Range(double least, double most) implements Serializable {

    /** Every distance. */
    public static final Range ANY = new Range(0, Double.POSITIVE_INFINITY);

    /** Returns whether a distance lies in the range. */
    public boolean has(double distance) {
      return distance >= least && distance <= most;
    }
  }

  public BatchEasyHardMinerSettings {
    check(POSITIVE_MOST, positiveRange);
    check(NEGATIVE_MOST, negativeRange);
    if (!goTogether(positives, negatives) || !goTogether(negatives, positives)) {
      throw new ConfigurationException(
          NEGATIVES,
          TypedValues.written(negatives),
          "semi-hard is measured against one chosen partner, and positives are "
              + TypedValues.written(positives)
              + "; make one side semi-hard at most, and the other easy or hard");
    }
  }

  static BatchEasyHardMinerSettings read(TypedValues value) {
    return new BatchEasyHardMinerSettings(
        value.choice(POSITIVES, Strategy.class),
        new Range(value.number(POSITIVE_LEAST), value.number(POSITIVE_MOST)),
        value.choice(NEGATIVES, Strategy.class),
        new Range(value.number(NEGATIVE_LEAST), value.number(NEGATIVE_MOST)));
  }

  private static boolean goTogether(Strategy one, Strategy other) {
    return one != Strategy.SEMI_HARD || other == Strategy.EASY || other == Strategy.HARD;
  }

  private static void check(Key key, Range range) {
    if (!(range.least() <= range.most())) {
      throw new ConfigurationException(
          key, range.most(), "it must be at least the least, " + range.least());
    }
  }

  @Override
  public <R> R accept(MinerVisitor<R> visitor) {
    return visitor.batchEasyHard(this);
  }
}
