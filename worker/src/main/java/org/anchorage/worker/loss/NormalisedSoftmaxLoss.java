/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.List;

/**
 * Softmax cross entropy of the cosines with one weight vector per class, divided by a temperature
 * (<a href="https://arxiv.org/abs/1811.12649">Zhai and Wu 2019</a>, temperature = &sigma;; as
 * PyTorch Metric Learning computes it). The mean over the batch.
 *
 * <p>Normalises embeddings and weights itself. A vector shorter than 1e-12 counts as orthogonal to
 * all, with zero gradient. With one class or an empty batch, value and slope are 0.
 *
 * @param classes C, one weight vector each
 * @param temperature over 0
 * @param rate factor on the learning rate of the weights
 */
public record NormalisedSoftmaxLoss(int classes, double temperature, double rate)
    implements RankingLoss {

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public List<Learnt> learntParts() {
    return List.of(ClassVectors.directions(classes, rate));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a label is not 0 to below C
   */
  /** False: embeddings are compared with the vectors of the classes alone. */
  @Override
  public boolean readsReferences() {
    return false;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    ClassVectors weights = new ClassVectors(input, classes);
    return weights.ofScaledCosines(1 / temperature, logits -> CrossEntropy.of(weights, logits, 0));
  }
}
