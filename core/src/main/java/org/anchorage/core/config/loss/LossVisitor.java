/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

/**
 * An operation for each kind of loss. A new loss gets a method here, and the compiler names every
 * visitor that lacks it.
 *
 * @param <R> result of the operation
 */
public interface LossVisitor<R> {

  R triplet(TripletLossSettings settings);

  R contrastive(ContrastiveLossSettings settings);

  R margin(MarginLossSettings settings);

  R nPairs(NPairsLossSettings settings);

  R nPairsOvo(NPairsOvoLossSettings settings);

  R angular(AngularLossSettings settings);

  R nPairsAngular(NPairsAngularLossSettings settings);

  R ntXent(NtXentLossSettings settings);

  R supCon(SupConLossSettings settings);

  R multiSimilarity(MultiSimilarityLossSettings settings);

  R lifted(LiftedLossSettings settings);

  R circle(CircleLossSettings settings);

  R nca(NcaLossSettings settings);

  R multipleNegatives(MultipleNegativesLossSettings settings);

  R proxyNca(ProxyNcaLossSettings settings);

  R proxyAnchor(ProxyAnchorLossSettings settings);

  R softmax(SoftmaxLossSettings settings);

  R normalisedSoftmax(NormalisedSoftmaxLossSettings settings);

  R weighted(WeightedLossesSettings settings);

  R crossBatchMemory(CrossBatchMemorySettings settings);
}
