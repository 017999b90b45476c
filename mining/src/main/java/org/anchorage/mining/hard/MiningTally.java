/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of mining some anchors. Tallies of parts add up with {@link #sum}; counts and
 * statistics do not depend on their order. Neighbours of anchors without a positive are not
 * counted. For all other anchors, kept and rejected together are all neighbours of other classes.
 *
 * @param anchors images that negatives were mined for
 * @param withoutPositive anchors that are alone in their class; they get no negatives
 * @param withTooFew other anchors that got fewer negatives than asked for
 * @param kept negatives taken
 * @param rejected neighbours of other classes not taken, by reason; every reason has a count
 * @param positives similarity of each anchor to its nearest positive
 * @param negatives similarity of each negative kept to its anchor
 */
public record MiningTally(
    long anchors,
    long withoutPositive,
    long withTooFew,
    long kept,
    Map<Rejection, Long> rejected,
    float[] positives,
    float[] negatives)
    implements Serializable {

  public MiningTally {
    EnumMap<Rejection, Long> every = new EnumMap<>(Rejection.class);
    for (Rejection reason : Rejection.values()) {
      every.put(reason, rejected.getOrDefault(reason, 0L));
    }
    rejected = Collections.unmodifiableMap(every);
  }

  /** Returns the tally of all parts; of none, zeros. */
  public static MiningTally sum(Collection<MiningTally> parts) {
    long anchors = 0;
    long withoutPositive = 0;
    long withTooFew = 0;
    long kept = 0;
    EnumMap<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
    for (MiningTally part : parts) {
      anchors += part.anchors;
      withoutPositive += part.withoutPositive;
      withTooFew += part.withTooFew;
      kept += part.kept;
      part.rejected.forEach((reason, count) -> rejected.merge(reason, count, Long::sum));
    }
    return new MiningTally(
        anchors,
        withoutPositive,
        withTooFew,
        kept,
        rejected,
        ScoreStatistics.concat(parts.stream().map(MiningTally::positives).toList()),
        ScoreStatistics.concat(parts.stream().map(MiningTally::negatives).toList()));
  }

  /** Returns the tally of both parts. */
  public MiningTally plus(MiningTally other) {
    return sum(List.of(this, other));
  }

  /** Returns how the similarities of anchors to their nearest positives are distributed. */
  public ScoreStatistics positiveStatistics() {
    return ScoreStatistics.of(positives);
  }

  /** Returns how the similarities of anchors to their negatives are distributed. */
  public ScoreStatistics negativeStatistics() {
    return ScoreStatistics.of(negatives);
  }
}
