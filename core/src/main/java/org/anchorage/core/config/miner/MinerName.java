/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.config.miner.MarginMinerSettings.Kind;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The miners by name, each with the keys that it declares and its reader. One line a miner, in the
 * order of messages. Names are written in lower case with hyphens.
 */
public enum MinerName {
  /** Every pair or triplet of a batch. */
  ALL(List.of(), value -> new AllMinerSettings()),
  /** Each positive pair with negatives drawn uniformly. */
  RANDOM(RandomMinerSettings.KEYS, RandomMinerSettings::read),
  /** Triplets whose negative is farther by more than the margin. */
  EASY(List.of(), value -> MarginMinerSettings.read(value, Kind.EASY)),
  /** Each positive pair with its nearest farther negative. */
  SEMI_HARD(SemiHardMinerSettings.KEYS, SemiHardMinerSettings::read),
  /** Triplets whose negative is farther, by at most the margin (FaceNet). */
  SEMI_HARD_BAND(List.of(), value -> MarginMinerSettings.read(value, Kind.SEMI_HARD)),
  /** Triplets whose negative is no farther than the positive. */
  HARD(List.of(), value -> MarginMinerSettings.read(value, Kind.HARD)),
  /** Triplets within the margin: hard and semi-hard-band together. */
  WITHIN_MARGIN(List.of(), value -> MarginMinerSettings.read(value, Kind.WITHIN)),
  /** Each anchor with its farthest positive and nearest negative (Hermans et al. 2017). */
  BATCH_HARD(BatchHardMinerSettings.KEYS, BatchHardMinerSettings::read),
  /** Each anchor with a positive and a negative drawn among the hard ones (Roth et al. 2020). */
  SOFT_HARD(List.of(), value -> new SoftHardMinerSettings()),
  /** Each anchor with one positive and one negative, each chosen by its own strategy. */
  BATCH_EASY_HARD(BatchEasyHardMinerSettings.KEYS, BatchEasyHardMinerSettings::read),
  /** Each unordered positive pair with its nearest negative, if within the margin. */
  HARDEST(List.of(), HardestNegativeMinerSettings::read),
  /** All positive pairs, and an equal number of negative pairs, the closest of the batch. */
  CLOSEST(List.of(), value -> new ClosestNegativesMinerSettings()),
  /** Pairs beyond the other kind's extreme by a tolerance (Wang et al. 2019). */
  MULTI_SIMILARITY(MultiSimilarityMinerSettings.KEYS, MultiSimilarityMinerSettings::read),
  /** Each positive pair with a negative drawn uniformly by distance (Wu et al. 2017). */
  DISTANCE_WEIGHTED(DistanceWeightedMinerSettings.KEYS, DistanceWeightedMinerSettings::read),
  /** Positives farther than one margin, negatives nearer than another. */
  PAIR_MARGIN(PairMarginMinerSettings.KEYS, PairMarginMinerSettings::read);

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<Key> keys;

  @SuppressWarnings("ImmutableEnumChecker") // A reader has no state.
  private final OfLoss reader;

  MinerName(List<Key> keys, OfValues reader) {
    this(keys, (value, miner, distance) -> reader.read(value));
  }

  MinerName(List<Key> keys, OfLoss reader) {
    this.keys = keys;
    this.reader = reader;
  }

  /** Reads a rule from its own constants. */
  private interface OfValues {
    MinerSettings read(TypedValues value);
  }

  /** Reads a rule from its own constants and those of the loss that it mines for. */
  private interface OfLoss {
    MinerSettings read(TypedValues value, Key miner, Key distance);
  }

  /** Returns every key of the miners. */
  public static List<Key> keys() {
    return Stream.concat(
            Stream.of(MinerSettings.MARGIN),
            Arrays.stream(values()).flatMap(name -> name.keys.stream()))
        .toList();
  }

  /** Returns the name as written, e.g. in {@code loss.triplet.miner}. */
  public String written() {
    return TypedValues.written(this);
  }

  MinerSettings read(TypedValues value, Key miner, Key distance) {
    return reader.read(value, miner, distance);
  }
}
