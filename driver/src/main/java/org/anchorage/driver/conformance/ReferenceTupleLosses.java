/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import java.util.Optional;
import org.anchorage.core.config.loss.MinerSettings.BatchHard.Anchors;
import org.anchorage.core.config.loss.MinerSettings.Gap.Kind;
import org.anchorage.core.config.loss.TupleLossSettings.Contrastive.Form;
import org.anchorage.core.config.loss.TupleLossSettings.Contrastive.Mean;
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
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.Reducer;
import org.anchorage.worker.loss.Swap;
import org.anchorage.worker.loss.Term;
import org.anchorage.worker.loss.TripletLoss;
import org.anchorage.worker.loss.TripletMarginLoss;

/** Reference losses of pairs and triplets. */
final class ReferenceTupleLosses {

  private ReferenceTupleLosses() {}

  static Optional<RankingLoss> of(String name, Parameters parameters) {
    return Optional.ofNullable(
        switch (name) {
          case "contrastive_squared" ->
              contrastive(
                  parameters,
                  Distance.EUCLIDEAN,
                  parameters.flag("half") ? Form.HALF_SQUARED : Form.SQUARED,
                  parameters.number("margin"));
          case "contrastive_unsquared" ->
              contrastive(parameters, Distance.EUCLIDEAN, Form.LINEAR, parameters.number("margin"));
          case "cosine_embedding" ->
              contrastive(
                  parameters, Distance.COSINE, Form.LINEAR, 1 - parameters.number("margin"));
          case "contrastive_pos_neg" ->
              new ContrastiveLoss(
                  Distance.EUCLIDEAN,
                  new AllPairsMiner(AllPairsMiner.Order.ORDERED),
                  Form.LINEAR,
                  parameters.number("pos_margin"),
                  parameters.number("neg_margin"),
                  Mean.EACH_SIDE_NON_ZERO);
          case "margin_beta" ->
              new MarginLoss(
                  Distance.EUCLIDEAN,
                  new AllTripletsMiner(),
                  parameters.number("margin"),
                  parameters.number("beta"),
                  0);
          case "triplet_torch" ->
              new TripletMarginLoss(
                  parameters.triplets(),
                  parameters.number("margin"),
                  parameters.number("eps"),
                  swap(parameters));
          case "triplet_all" -> all(parameters, hinge(parameters), reducer(parameters));
          case "triplet_all_soft" ->
              all(parameters, new Term.Soft(parameters.number("margin")), Reducer.MEAN);
          case "batch_all" -> all(parameters, hinge(parameters), Reducer.SUM_OVER_ACTIVE);
          case "margin_ranking_distances" -> mined(parameters, parameters.triplets(), Reducer.MEAN);
          case "batch_hard" ->
              mined(
                  parameters,
                  new BatchHardMiner(parameters.is("anchors", "all") ? Anchors.ALL : Anchors.VALID),
                  Reducer.MEAN);
          case "semi_hard_farther" -> mined(parameters, new SemiHardMiner(), Reducer.MEAN);
          case "semi_hard_band" ->
              mined(
                  parameters,
                  new MarginMiner(Kind.SEMI_HARD, parameters.number("margin")),
                  Reducer.MEAN_NON_ZERO);
          case "hardest_negative_pairs" ->
              new TripletLoss(
                  Distance.SQUARED_EUCLIDEAN,
                  new HardestNegativeMiner(parameters.number("margin")),
                  hinge(parameters),
                  Reducer.MEAN);
          default -> null;
        });
  }

  private static ContrastiveLoss contrastive(
      Parameters parameters, Distance distance, Form form, double margin) {
    Miner miner =
        parameters.is("pairs", "consecutive")
            ? parameters.pairs()
            : new AllPairsMiner(AllPairsMiner.Order.UNORDERED);
    return new ContrastiveLoss(distance, miner, form, 0, margin, Mean.ALL_PAIRS);
  }

  private static BatchAllLoss all(Parameters parameters, Term term, Reducer reducer) {
    return new BatchAllLoss(distance(parameters), term, swap(parameters), reducer);
  }

  private static TripletLoss mined(Parameters parameters, Miner miner, Reducer reducer) {
    Term term = parameters.flag("soft") ? new Term.Soft() : hinge(parameters);
    return new TripletLoss(distance(parameters), miner, term, reducer);
  }

  private static Term hinge(Parameters parameters) {
    return new Term.Hinge(parameters.number("margin"));
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
