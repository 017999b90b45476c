/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import org.anchorage.core.config.loss.ContrastiveLossSettings.Form;
import org.anchorage.core.config.loss.ContrastiveLossSettings.Mean;
import org.anchorage.core.config.loss.TripletLossSettings.Reducer;
import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.config.miner.BatchHardMinerSettings.Anchors;
import org.anchorage.core.config.miner.MarginMinerSettings.Kind;
import org.anchorage.core.gram.Distance;
import org.anchorage.mining.tuples.AllPairsMiner;
import org.anchorage.mining.tuples.AllTripletsMiner;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.HardestNegativeMiner;
import org.anchorage.mining.tuples.MarginMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.anchorage.worker.loss.BatchAllLoss;
import org.anchorage.worker.loss.ContrastiveLoss;
import org.anchorage.worker.loss.MarginLoss;
import org.anchorage.worker.loss.Penalty;
import org.anchorage.worker.loss.TripletLoss;
import org.anchorage.worker.loss.TripletMarginLoss;

/** Reference losses of pairs and triplets. */
final class ReferenceTupleLosses {

  private ReferenceTupleLosses() {}

  static References triplet() {
    return References.of(
        ReferenceLoss.of(
            "triplet_torch",
            p -> new TripletMarginLoss(p.triplets(), p.number("margin"), p.number("eps"), swap(p))),
        ReferenceLoss.of("triplet_all", p -> all(p, hinge(p), reducer(p))),
        ReferenceLoss.of(
            "triplet_all_soft", p -> all(p, new Penalty.Soft(p.number("margin")), Reducer.MEAN)),
        ReferenceLoss.of("batch_all", p -> all(p, hinge(p), Reducer.SUM_OVER_ACTIVE)),
        ReferenceLoss.of("margin_ranking_distances", p -> mined(p, p.triplets(), Reducer.MEAN)),
        ReferenceLoss.of(
            "batch_hard",
            p ->
                mined(
                    p,
                    new BatchHardMiner(p.is("anchors", "all") ? Anchors.ALL : Anchors.VALID),
                    Reducer.MEAN)),
        ReferenceLoss.of("semi_hard_farther", p -> mined(p, new SemiHardMiner(), Reducer.MEAN)),
        ReferenceLoss.of(
            "semi_hard_band",
            p ->
                mined(
                    p, new MarginMiner(Kind.SEMI_HARD, p.number("margin")), Reducer.MEAN_NON_ZERO)),
        ReferenceLoss.of(
            "hardest_negative_pairs",
            p ->
                new TripletLoss(
                    Distance.SQUARED_EUCLIDEAN,
                    new HardestNegativeMiner(p.number("margin")),
                    hinge(p),
                    Reducer.MEAN)));
  }

  static References contrastive() {
    return References.of(
        ReferenceLoss.of(
            "contrastive_squared",
            p ->
                contrastive(
                    p,
                    Distance.EUCLIDEAN,
                    p.flag("half") ? Form.HALF_SQUARED : Form.SQUARED,
                    p.number("margin"))),
        ReferenceLoss.of(
            "contrastive_unsquared",
            p -> contrastive(p, Distance.EUCLIDEAN, Form.LINEAR, p.number("margin"))),
        ReferenceLoss.of(
            "cosine_embedding",
            p -> contrastive(p, Distance.COSINE, Form.LINEAR, 1 - p.number("margin"))),
        ReferenceLoss.of(
            "contrastive_pos_neg",
            p ->
                new ContrastiveLoss(
                    Distance.EUCLIDEAN,
                    new AllPairsMiner(AllPairsMiner.Order.ORDERED),
                    Form.LINEAR,
                    p.number("pos_margin"),
                    p.number("neg_margin"),
                    Mean.EACH_SIDE_NON_ZERO)));
  }

  static References margin() {
    return References.of(
        ReferenceLoss.of(
            "margin_beta",
            p ->
                new MarginLoss(
                    Distance.EUCLIDEAN,
                    new AllTripletsMiner(),
                    p.number("margin"),
                    p.number("beta"),
                    0)));
  }

  private static ContrastiveLoss contrastive(
      Parameters parameters, Distance distance, Form form, double margin) {
    Miner miner =
        parameters.is("pairs", "consecutive")
            ? parameters.pairs()
            : new AllPairsMiner(AllPairsMiner.Order.UNORDERED);
    return new ContrastiveLoss(distance, miner, form, 0, margin, Mean.ALL_PAIRS);
  }

  private static BatchAllLoss all(Parameters parameters, Penalty penalty, Reducer reducer) {
    return new BatchAllLoss(distance(parameters), penalty, swap(parameters), reducer);
  }

  private static TripletLoss mined(Parameters parameters, Miner miner, Reducer reducer) {
    Penalty penalty = parameters.flag("soft") ? new Penalty.Soft() : hinge(parameters);
    return new TripletLoss(distance(parameters), miner, penalty, reducer);
  }

  private static Penalty hinge(Parameters parameters) {
    return new Penalty.Hinge(parameters.number("margin"));
  }

  private static Swap swap(Parameters parameters) {
    return parameters.flag("swap") ? Swap.WHERE_NEARER : Swap.NEVER;
  }

  private static Reducer reducer(Parameters parameters) {
    return parameters.is("reduction", "mean_nonzero") ? Reducer.MEAN_NON_ZERO : Reducer.MEAN;
  }

  private static Distance distance(Parameters parameters) {
    if (parameters.is("distance", "angular")) {
      return Distance.COSINE;
    }
    return parameters.flag("squared") || parameters.is("distance", "squared-L2")
        ? Distance.SQUARED_EUCLIDEAN
        : Distance.EUCLIDEAN;
  }
}
