/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import org.anchorage.core.config.loss.CircleLossSettings.Over;
import org.anchorage.core.config.loss.SupConLossSettings.Reduce;
import org.anchorage.worker.loss.CircleLoss;
import org.anchorage.worker.loss.LiftedAnchorLoss;
import org.anchorage.worker.loss.LiftedPairsLoss;
import org.anchorage.worker.loss.MultiSimilarityLoss;
import org.anchorage.worker.loss.NcaLoss;
import org.anchorage.worker.loss.NtXentLoss;
import org.anchorage.worker.loss.SupConLoss;

/** Reference losses that weigh an anchor's positives and negatives against one another. */
final class ReferenceSimilarityLosses {

  private ReferenceSimilarityLosses() {}

  static References ntXent() {
    return References.of(ReferenceLoss.of("ntxent", p -> new NtXentLoss(p.number("temperature"))));
  }

  static References supCon() {
    return References.of(
        ReferenceLoss.of(
            "supcon_nonzero",
            p -> new SupConLoss(p.number("temperature"), p.number("temperature"), Reduce.NONZERO)),
        ReferenceLoss.of(
            "supcon_all",
            p ->
                new SupConLoss(p.number("temperature"), p.number("base_temperature"), Reduce.ALL)));
  }

  static References multiSimilarity() {
    return References.of(
        ReferenceLoss.of(
            "multi_similarity",
            p ->
                new MultiSimilarityLoss(
                    p.number("alpha"),
                    p.number("beta"),
                    p.number("base"),
                    p.hasNumber("mining_epsilon")
                        ? p.number("mining_epsilon")
                        : Double.POSITIVE_INFINITY)));
  }

  static References lifted() {
    return References.of(
        ReferenceLoss.of(
            "lifted_generalized",
            p -> new LiftedAnchorLoss(p.number("neg_margin"), p.number("pos_margin"))),
        ReferenceLoss.of("lifted_pairs", p -> new LiftedPairsLoss(p.number("margin"))));
  }

  static References circle() {
    return References.of(
        ReferenceLoss.of(
            "circle_anchor", p -> new CircleLoss(p.number("m"), p.number("gamma"), Over.ANCHOR)),
        ReferenceLoss.of(
            "circle_all", p -> new CircleLoss(p.number("m"), p.number("gamma"), Over.BATCH)));
  }

  static References nca() {
    return References.of(ReferenceLoss.of("nca", p -> new NcaLoss(p.number("softmax_scale"))));
  }
}
