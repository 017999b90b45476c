/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.List;

/**
 * A loss whose anchors also look for partners among the embeddings of earlier batches (<a
 * href="https://arxiv.org/abs/1912.06798">Wang et al. 2020</a>, XBM). The batch's embeddings remain
 * partners of one another. Remembered embeddings are compared with as they were, and take no
 * gradient. (PyTorch Metric Learning compares with remembered copies of the batch itself instead:
 * the same value, with a gradient for anchors only.)
 *
 * <p>The loss itself remembers nothing: it asks for its {@linkplain #memory() references}. The
 * learner keeps them, and begins every round with none.
 *
 * @param loss that compares the embeddings
 * @param memory number of embeddings remembered; with 0 this is the loss itself
 */
public record CrossBatchMemory(RankingLoss loss, int memory) implements RankingLoss {

  public CrossBatchMemory {
    if (memory < 0) {
      throw new IllegalArgumentException(
          "Cannot remember " + memory + " embeddings; ask for 0 or more");
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
  public boolean readsReferences() {
    return loss.readsReferences();
  }

  @Override
  public LossResult evaluate(LossInput input) {
    return loss.evaluate(input);
  }
}
