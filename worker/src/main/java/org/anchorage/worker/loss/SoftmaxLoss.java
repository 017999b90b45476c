/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.List;

/**
 * Softmax cross entropy over the classes, of a linear layer: logit(c) = x w_c + b_c. The value is
 * the mean over the batch. This is the classifier that ranking losses are compared with. It is
 * smooth. With one class or an empty batch, value and slope are 0.
 *
 * @param classes C, one weight vector and one bias each; weights start near zero, biases at zero
 * @param rate factor on the learning rate of weights and biases
 */
public record SoftmaxLoss(int classes, double rate) implements RankingLoss {

  /** Small, so training starts from a nearly even softmax, whatever the embeddings' lengths. */
  private static final double DEVIATION = 0.01;

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public List<Learnt> learntParts() {
    return List.of(new Learnt(classes, 0, DEVIATION, new double[classes], rate));
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
    double[] logits = weights.products();
    double[] biases = input.numbers();
    for (int at = 0; at < logits.length; at++) {
      logits[at] += biases[at % classes];
    }
    CrossEntropy entropy = CrossEntropy.of(weights, logits, 0);
    double[] biasSlopes = new double[classes];
    for (int at = 0; at < logits.length; at++) {
      biasSlopes[at % classes] += entropy.slopes()[at];
    }
    return new LossResult(
        entropy.value(),
        weights.fromProducts(entropy.slopes()),
        biasSlopes,
        weights.anchors(),
        entropy.active());
  }
}
