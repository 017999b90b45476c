/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.ClassVectorLossSettings;
import org.anchorage.core.config.loss.CombinedLossSettings;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.loss.SimilarityLossSettings;
import org.anchorage.core.config.loss.TupleLossSettings;

/** From what is written in a configuration to the loss it names. */
public final class RankingLosses {

  private RankingLosses() {}

  /**
   * Returns the loss that the settings describe.
   *
   * @param classes how many there are to train on; labels are then to be 0 to below that, for a
   *     loss that learns a vector for each
   */
  public static RankingLoss of(LossSettings settings, int classes) {
    if (settings instanceof ClassVectorLossSettings vectors) {
      return ClassVectorLosses.of(vectors, classes);
    }
    if (settings instanceof CombinedLossSettings combined) {
      return combined(combined, classes);
    }
    if (settings instanceof LossSettings.Triplet triplet) {
      return TupleLosses.of(triplet);
    }
    if (settings instanceof TupleLossSettings tuples) {
      return TupleLosses.of(tuples);
    }
    if (settings instanceof LossSettings.NPairs nPairs) {
      return new NPairsLoss(nPairs.l2(), nPairs.repeats(), nPairs.anchor(), nPairs.negatives());
    }
    if (settings instanceof SimilarityLossSettings similarity) {
      return SimilarityLosses.of(similarity);
    }
    throw new IllegalArgumentException(
        "There is no loss for "
            + settings
            + "; add one to org.anchorage.worker.loss and name it in RankingLosses");
  }

  private static RankingLoss combined(CombinedLossSettings settings, int classes) {
    if (settings instanceof CombinedLossSettings.Memory memory) {
      return new CrossBatchMemory(of(memory.loss(), classes), memory.size());
    }
    return new WeightedLosses(
        ((CombinedLossSettings.Weighted) settings)
            .members().stream()
                .map(
                    member ->
                        new WeightedLosses.Member(of(member.loss(), classes), member.weight()))
                .toList());
  }
}
