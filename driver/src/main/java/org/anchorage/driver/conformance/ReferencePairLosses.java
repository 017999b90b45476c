/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import java.util.List;
import java.util.function.Function;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.loss.NPairsLossSettings.Repeats;
import org.anchorage.worker.loss.AngularBatchLoss;
import org.anchorage.worker.loss.AngularHingeLoss;
import org.anchorage.worker.loss.AngularMcLoss;
import org.anchorage.worker.loss.MultipleNegativesLoss;
import org.anchorage.worker.loss.NPairsBatchLoss;
import org.anchorage.worker.loss.NPairsLoss;
import org.anchorage.worker.loss.NPairsOvoLoss;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.WeightedLosses;
import org.anchorage.worker.loss.WeightedLosses.Member;

/** Reference losses that read a batch as pairs, and the angular ones. */
final class ReferencePairLosses {

  private ReferencePairLosses() {}

  static References nPairs() {
    Function<Parameters, RankingLoss> maker =
        p -> new NPairsLoss(p.number("l2_lambda"), Repeats.SHARE);
    return References.of(pairs("npair_mc", maker), pairs("npair_multi", maker));
  }

  static References nPairsOvo() {
    return References.of(pairs("npair_ovo", p -> new NPairsOvoLoss(0)));
  }

  static References angular() {
    return References.of(
        pairs("angular_mc", p -> angularMc(p, "normalize", p.number("l2_lambda"))).thatNormalises(),
        ReferenceLoss.of(
            "angular_batch",
            p ->
                new AngularBatchLoss(
                    p.number("alpha_degrees"),
                    p.flag("normalize_negatives") ? Normalise.ALL : Normalise.PAIRS,
                    AngularBatchLoss.Positives.ALL)),
        ReferenceLoss.of(
                "angular_hinge",
                p ->
                    new AngularHingeLoss(
                        p.number("alpha_degrees"),
                        p.flag("normalize") ? Normalise.ALL : Normalise.NONE,
                        p.triplets()))
            .thatNormalises());
  }

  static References nPairsAngular() {
    return References.of(
        pairs(
            "npair_angular",
            p ->
                joint(
                    new NPairsLoss(p.number("l2_lambda"), Repeats.SHARE),
                    angularMc(p, "normalize_angular", 0),
                    p)),
        ReferenceLoss.of(
            "npair_angular_all_negatives",
            p ->
                joint(
                    new NPairsBatchLoss(p.number("l2_norm_weight")),
                    new AngularBatchLoss(
                        p.number("alpha_degrees"), Normalise.ALL, AngularBatchLoss.Positives.FIRST),
                    p)));
  }

  static References multipleNegatives() {
    return References.of(pairs("mnrl", p -> new MultipleNegativesLoss(p.number("scale"))));
  }

  private static AngularMcLoss angularMc(Parameters parameters, String normalise, double l2) {
    return new AngularMcLoss(
        parameters.number("alpha_degrees"),
        parameters.flag(normalise) ? Normalise.ALL : Normalise.NONE,
        l2);
  }

  private static WeightedLosses joint(
      RankingLoss nPairs, RankingLoss angular, Parameters parameters) {
    return new WeightedLosses(
        List.of(new Member(nPairs, 1), new Member(angular, parameters.number("angular_weight"))));
  }

  private static ReferenceLoss pairs(String name, Function<Parameters, RankingLoss> maker) {
    return ReferenceLoss.of(name, maker).ofPairs();
  }
}
