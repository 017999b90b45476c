/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.AngularLossSettings;
import org.anchorage.core.config.loss.AngularLossSettings.Form;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.loss.LossSettings.NPairs.Repeats;
import org.anchorage.core.config.loss.SimilarityLossSettings;
import org.anchorage.mining.tuples.SemiHardMiner;

/** From what is written of a similarity loss to the loss. */
final class SimilarityLosses {

  private SimilarityLosses() {}

  /** Returns the loss that the settings describe. */
  static RankingLoss of(SimilarityLossSettings settings) {
    if (settings instanceof AngularLossSettings.Alone angular) {
      return angular(angular);
    }
    if (settings instanceof AngularLossSettings.WithNPairs angular) {
      return withNPairs(angular);
    }
    if (settings instanceof SimilarityLossSettings.NPairsOvo nPairs) {
      return new NPairsOvoLoss(nPairs.l2());
    }
    if (settings instanceof SimilarityLossSettings.NtXent ntXent) {
      return new NtXentLoss(ntXent.temperature());
    }
    if (settings instanceof SimilarityLossSettings.SupCon supCon) {
      return new SupConLoss(supCon.temperature(), supCon.baseTemperature(), supCon.reduce());
    }
    if (settings instanceof SimilarityLossSettings.MultiSimilarity multi) {
      return new MultiSimilarityLoss(multi.alpha(), multi.beta(), multi.base(), multi.epsilon());
    }
    if (settings instanceof SimilarityLossSettings.Lifted lifted) {
      return lifted(lifted);
    }
    if (settings instanceof SimilarityLossSettings.Circle circle) {
      return new CircleLoss(circle.margin(), circle.gamma(), circle.over());
    }
    if (settings instanceof SimilarityLossSettings.Nca nca) {
      return new NcaLoss(nca.scale());
    }
    if (settings instanceof SimilarityLossSettings.Mnrl mnrl) {
      return new MultipleNegativesLoss(mnrl.scale());
    }
    throw new IllegalArgumentException(
        "There is no loss for " + settings + "; name one in SimilarityLosses");
  }

  private static RankingLoss angular(AngularLossSettings.Alone angular) {
    return switch (angular.form()) {
      case MC -> new AngularMcLoss(angular.alpha(), angular.normalise(), angular.l2());
      case BATCH ->
          new AngularBatchLoss(
              angular.alpha(), angular.normalise(), AngularBatchLoss.Positives.ALL);
      case HINGE ->
          new AngularHingeLoss(
              angular.alpha(),
              angular.normalise() == Normalise.ALL
                  ? AngularHingeLoss.Length.UNIT
                  : AngularHingeLoss.Length.OWN,
              new SemiHardMiner());
    };
  }

  private static RankingLoss withNPairs(AngularLossSettings.WithNPairs both) {
    return both.form() == Form.MC
        ? WeightedLosses.sum(
            new NPairsLoss(both.l2(), Repeats.LEAVE_OUT),
            new AngularMcLoss(both.alpha(), both.normalise(), 0),
            both.weight())
        : WeightedLosses.sum(
            new NPairsBatchLoss(both.length()),
            new AngularBatchLoss(both.alpha(), both.normalise(), AngularBatchLoss.Positives.FIRST),
            both.weight());
  }

  private static RankingLoss lifted(SimilarityLossSettings.Lifted lifted) {
    return switch (lifted.form()) {
      case PAIRS -> new LiftedPairsLoss(lifted.margin());
      case GENERALISED -> new LiftedAnchorLoss(lifted.margin(), lifted.positiveMargin());
    };
  }
}
