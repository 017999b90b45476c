/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.loss.LossSettings.NPairs.Repeats;
import org.anchorage.core.config.loss.SimilarityLossSettings.Circle.Over;
import org.anchorage.core.config.loss.SimilarityLossSettings.SupCon.Reduce;
import org.anchorage.worker.loss.AngularBatchLoss;
import org.anchorage.worker.loss.AngularHingeLoss;
import org.anchorage.worker.loss.AngularMcLoss;
import org.anchorage.worker.loss.CircleLoss;
import org.anchorage.worker.loss.LiftedAnchorLoss;
import org.anchorage.worker.loss.LiftedPairsLoss;
import org.anchorage.worker.loss.MultiSimilarityLoss;
import org.anchorage.worker.loss.MultipleNegativesLoss;
import org.anchorage.worker.loss.NPairsBatchLoss;
import org.anchorage.worker.loss.NPairsLoss;
import org.anchorage.worker.loss.NPairsOvoLoss;
import org.anchorage.worker.loss.NcaLoss;
import org.anchorage.worker.loss.NtXentLoss;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.SupConLoss;
import org.anchorage.worker.loss.WeightedLosses;
import org.anchorage.worker.loss.WeightedLosses.Member;

/** Reference losses over products and cosines. */
final class ReferenceSimilarityLosses {

  private ReferenceSimilarityLosses() {}

  static Optional<RankingLoss> of(String name, Parameters parameters) {
    return Optional.ofNullable(
        switch (name) {
          case "npair_mc", "npair_multi" ->
              new NPairsLoss(parameters.number("l2_lambda"), Repeats.SHARE);
          case "npair_ovo" -> new NPairsOvoLoss(0);
          case "angular_batch" ->
              new AngularBatchLoss(
                  parameters.number("alpha_degrees"),
                  parameters.flag("normalize_negatives") ? Normalise.ALL : Normalise.PAIRS,
                  AngularBatchLoss.Positives.ALL);
          case "angular_mc" ->
              new AngularMcLoss(
                  parameters.number("alpha_degrees"),
                  parameters.flag("normalize") ? Normalise.ALL : Normalise.NONE,
                  parameters.number("l2_lambda"));
          case "angular_hinge" ->
              new AngularHingeLoss(
                  parameters.number("alpha_degrees"),
                  parameters.flag("normalize")
                      ? AngularHingeLoss.Length.UNIT
                      : AngularHingeLoss.Length.OWN,
                  parameters.triplets());
          case "npair_angular" ->
              joint(
                  new NPairsLoss(parameters.number("l2_lambda"), Repeats.SHARE),
                  new AngularMcLoss(
                      parameters.number("alpha_degrees"),
                      parameters.flag("normalize_angular") ? Normalise.ALL : Normalise.NONE,
                      0),
                  parameters);
          case "npair_angular_all_negatives" ->
              joint(
                  new NPairsBatchLoss(parameters.number("l2_norm_weight")),
                  new AngularBatchLoss(
                      parameters.number("alpha_degrees"),
                      Normalise.ALL,
                      AngularBatchLoss.Positives.FIRST),
                  parameters);
          case "ntxent" -> new NtXentLoss(parameters.number("temperature"));
          case "supcon_nonzero" ->
              new SupConLoss(
                  parameters.number("temperature"),
                  parameters.number("temperature"),
                  Reduce.NONZERO);
          case "supcon_all" ->
              new SupConLoss(
                  parameters.number("temperature"),
                  parameters.number("base_temperature"),
                  Reduce.ALL);
          case "multi_similarity" ->
              new MultiSimilarityLoss(
                  parameters.number("alpha"),
                  parameters.number("beta"),
                  parameters.number("base"),
                  parameters.hasNumber("mining_epsilon")
                      ? parameters.number("mining_epsilon")
                      : Double.POSITIVE_INFINITY);
          case "lifted_generalized" ->
              new LiftedAnchorLoss(
                  parameters.number("neg_margin"), parameters.number("pos_margin"));
          case "lifted_pairs" -> new LiftedPairsLoss(parameters.number("margin"));
          case "circle_anchor" ->
              new CircleLoss(parameters.number("m"), parameters.number("gamma"), Over.ANCHOR);
          case "circle_all" ->
              new CircleLoss(parameters.number("m"), parameters.number("gamma"), Over.BATCH);
          case "nca" -> new NcaLoss(parameters.number("softmax_scale"));
          case "mnrl" -> new MultipleNegativesLoss(parameters.number("scale"));
          default -> null;
        });
  }

  /** Returns whether the loss itself divides rows by their lengths where the case says so. */
  static boolean normalisesItself(String name) {
    return Set.of("angular_mc", "angular_hinge").contains(name);
  }

  /** Returns whether the loss sees the pairs' rows, two by two, and not the whole batch. */
  static boolean takesPairs(String name) {
    return !name.equals("npair_angular_all_negatives");
  }

  private static WeightedLosses joint(
      RankingLoss nPairs, RankingLoss angular, Parameters parameters) {
    return new WeightedLosses(
        List.of(new Member(nPairs, 1), new Member(angular, parameters.number("angular_weight"))));
  }
}
