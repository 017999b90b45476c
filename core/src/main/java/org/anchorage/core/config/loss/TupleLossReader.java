/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.LossSettings.Triplet;
import org.anchorage.core.config.loss.MinerSettings.BatchEasyHard;
import org.anchorage.core.config.loss.MinerSettings.Gap;
import org.anchorage.core.config.loss.MinerSettings.SemiHard;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/** Reads the settings of losses of pairs and triplets, and of their miners. */
public final class TupleLossReader {

  private final TypedValues value;

  public TupleLossReader(TypedValues value) {
    this.value = value;
  }

  /** Returns the loss of one of the names that {@link SettingsReader} sends here. */
  public LossSettings read(String name) {
    return switch (name) {
      case "triplet" ->
          new Triplet(
              miner("loss.triplet"),
              value.number("loss.triplet.margin"),
              value.choice("loss.triplet.term", Triplet.Term.class),
              value.number("loss.triplet.soft-margin"),
              distance("loss.triplet"),
              value.choice("loss.triplet.swap", Triplet.Swap.class),
              value.choice("loss.triplet.reducer", Triplet.Reducer.class),
              value.number("loss.triplet.epsilon"));
      case "contrastive" ->
          new TupleLossSettings.Contrastive(
              miner("loss.contrastive"),
              value.choice("loss.contrastive.form", TupleLossSettings.Contrastive.Form.class),
              value.number("loss.contrastive.positive-margin"),
              value.number("loss.contrastive.negative-margin"),
              distance("loss.contrastive"),
              value.choice("loss.contrastive.mean", TupleLossSettings.Contrastive.Mean.class));
      case "margin" ->
          new TupleLossSettings.Margin(
              miner("loss.margin"),
              value.number("loss.margin.margin"),
              value.number("loss.margin.beta"),
              value.number("loss.margin.beta-rate"),
              distance("loss.margin"));
      default -> throw new IllegalArgumentException("No loss of tuples is called " + name);
    };
  }

  private Triplet.Distance distance(String loss) {
    return value.choice(loss + ".distance", Triplet.Distance.class);
  }

  private MinerSettings miner(String loss) {
    return switch (value.choice(loss + ".miner", MinerSettings.Name.class)) {
      case ALL -> new MinerSettings.All();
      case RANDOM -> new MinerSettings.Random(value.whole("loss.miner.random.negatives"));
      case EASY -> gap(Gap.Kind.EASY);
      case SEMI_HARD -> semiHard();
      case SEMI_HARD_BAND -> gap(Gap.Kind.SEMI_HARD);
      case HARD -> gap(Gap.Kind.HARD);
      case WITHIN_MARGIN -> gap(Gap.Kind.WITHIN);
      case BATCH_HARD ->
          new MinerSettings.BatchHard(
              value.choice("loss.miner.batch-hard.anchors", MinerSettings.BatchHard.Anchors.class));
      case SOFT_HARD -> new MinerSettings.SoftHard();
      case BATCH_EASY_HARD ->
          new BatchEasyHard(
              value.choice("loss.miner.batch-easy-hard.positives", BatchEasyHard.Strategy.class),
              range("loss.miner.batch-easy-hard.positive"),
              value.choice("loss.miner.batch-easy-hard.negatives", BatchEasyHard.Strategy.class),
              range("loss.miner.batch-easy-hard.negative"));
      case HARDEST -> new MinerSettings.Hardest(value.number("loss.miner.margin"));
      case CLOSEST -> new MinerSettings.Closest();
      case MULTI_SIMILARITY ->
          new MinerSettings.MultiSimilarity(value.number("loss.miner.multi-similarity.epsilon"));
      case DISTANCE_WEIGHTED -> distanceWeighted(loss);
      case PAIR_MARGIN ->
          new MinerSettings.PairMargin(
              value.number("loss.miner.pair-margin.positive"),
              value.number("loss.miner.pair-margin.negative"));
    };
  }

  private MinerSettings gap(Gap.Kind kind) {
    return new Gap(kind, value.number("loss.miner.margin"));
  }

  private MinerSettings semiHard() {
    SemiHard.Bound bound = value.choice("loss.miner.semi-hard.bound", SemiHard.Bound.class);
    return new SemiHard(
        bound == SemiHard.Bound.NONE ? Double.POSITIVE_INFINITY : value.number("loss.miner.margin"),
        value.choice("loss.miner.semi-hard.fallback", SemiHard.Fallback.class),
        value.choice("loss.miner.semi-hard.positives", SemiHard.Positives.class));
  }

  private MinerSettings distanceWeighted(String loss) {
    if (!value.truth("embedding.normalise") && distance(loss) != Triplet.Distance.COSINE) {
      throw new ConfigurationException(
          loss + ".miner",
          "distance-weighted",
          "it weighs distances on the unit sphere; set embedding.normalise = true or "
              + loss
              + ".distance = cosine");
    }
    return new MinerSettings.DistanceWeighted(
        value.whole("embedding.dim"),
        value.number("loss.miner.distance-weighted.cutoff"),
        value.number("loss.miner.distance-weighted.reach"));
  }

  private BatchEasyHard.Range range(String side) {
    return new BatchEasyHard.Range(value.number(side + "-least"), value.number(side + "-most"));
  }
}
