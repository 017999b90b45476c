/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.List;

/**
 * A loss whose anchors also look for partners among the embeddings of the batches before theirs (<a
 * href="https://arxiv.org/abs/1912.06798">Wang et al. 2020</a>, XBM). The batch's embeddings are
 * partners of one another as ever; remembered ones are compared with as they were, and take no
 * gradient. (PyTorch Metric Learning compares with remembered copies of the batch itself instead:
 * the same value, with a gradient for anchors only.)
 *
 * <p>The loss itself remembers nothing: it asks for its {@linkplain #memory() references}. Who
 * takes the steps keeps them, and begins every round without any.
 *
 * @param loss that compares
 * @param memory embeddings remembered, zero or more; with 0 this is the loss itself
 */
public record CrossBatchMemory(RankingLoss loss, int memory) implements RankingLoss {

  public CrossBatchMemory {
    if (memory < 0) {
      throw new IllegalArgumentException(
          "A memory of " + memory + " embeddings cannot be; ask for 0 or more");
    }
  }

  @Override
  public Origin origin() {
    return loss.origin();
  }

  @Override
  public List<Learnt> learntParts() {
    return loss.learntParts();
  }

  @Override
  public LossResult evaluate(LossInput input) {
    return loss.evaluate(input);
  }
}
