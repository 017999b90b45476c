/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.anchorage.core.config.loss.LossName;

/** Finds our loss for a reference case. */
final class ReferenceLosses {

  private ReferenceLosses() {}

  /** Returns the loss of a case, ready to be computed; empty if no loss has the case's name. */
  static Optional<LossSetup> of(JsonNode wanted, int[] labels) {
    String name = wanted.get("loss").textValue();
    return Arrays.stream(LossName.values())
        .flatMap(ours -> of(ours).losses().stream())
        .filter(reference -> reference.name().equals(name))
        .findFirst()
        .map(reference -> reference.setup(wanted, labels));
  }

  /**
   * Returns the references that a loss of ours is checked against. A new loss gets its line here:
   * the references that it equals, or {@link References#none} with the reason.
   */
  static References of(LossName ours) {
    return switch (ours) {
      case TRIPLET -> ReferenceTupleLosses.triplet();
      case CONTRASTIVE -> ReferenceTupleLosses.contrastive();
      case MARGIN -> ReferenceTupleLosses.margin();
      case N_PAIRS -> ReferencePairLosses.nPairs();
      case N_PAIRS_OVO -> ReferencePairLosses.nPairsOvo();
      case ANGULAR -> ReferencePairLosses.angular();
      case N_PAIRS_ANGULAR -> ReferencePairLosses.nPairsAngular();
      case NT_XENT -> ReferenceSimilarityLosses.ntXent();
      case SUPCON -> ReferenceSimilarityLosses.supCon();
      case MULTI_SIMILARITY -> ReferenceSimilarityLosses.multiSimilarity();
      case LIFTED -> ReferenceSimilarityLosses.lifted();
      case CIRCLE -> ReferenceSimilarityLosses.circle();
      case NCA -> ReferenceSimilarityLosses.nca();
      case MNRL -> ReferencePairLosses.multipleNegatives();
      case PROXY_NCA -> ReferenceClassLosses.proxyNca();
      case PROXY_ANCHOR -> ReferenceClassLosses.proxyAnchor();
      case SOFTMAX -> ReferenceClassLosses.softmax();
      case NORMALISED_SOFTMAX -> ReferenceClassLosses.normalisedSoftmax();
      case WEIGHTED -> References.none("a sum: its members have references of their own");
    };
  }
}
