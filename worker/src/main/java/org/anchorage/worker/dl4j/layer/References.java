/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.worker.step.Targets;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rows that a batch is compared with beside its own, in this order: embeddings of earlier
 * batches, then targets.
 *
 * @param vectors blocks of rows x D in double precision; none if there are no references
 * @param labels of each block
 */
record References(List<INDArray> vectors, List<int[]> labels) {

  /**
   * Returns the references of a step.
   *
   * @param dim D of the batch's embeddings
   * @throws IllegalArgumentException if the targets are of another dimension
   */
  static References of(@Nullable BatchMemory memory, Targets targets, int dim) {
    targets.requireDim(dim);
    List<INDArray> vectors = new ArrayList<>();
    List<int[]> labels = new ArrayList<>();
    if (memory != null && memory.size() > 0) {
      vectors.add(Nd4j.createFromArray(memory.embeddings()).reshape('c', memory.size(), dim));
      labels.add(memory.labels());
    }
    if (targets.count() > 0) {
      vectors.add(
          Nd4j.createFromArray(targets.vectors())
              .reshape('c', targets.count(), dim)
              .castTo(DataType.DOUBLE));
      labels.add(targets.labels());
    }
    return new References(vectors, labels);
  }

  /**
   * Returns the rows of a batch and the references behind it; the batch itself without references.
   */
  INDArray behind(INDArray batch) {
    if (vectors.isEmpty()) {
      return batch;
    }
    List<INDArray> all = new ArrayList<>(List.of(batch));
    all.addAll(vectors);
    return Nd4j.vstack(all);
  }

  /** Returns the labels of a batch and of the references behind it. */
  int[] behind(int[] batch) {
    return vectors.isEmpty()
        ? batch
        : Stream.concat(Stream.of(batch), labels.stream()).flatMapToInt(IntStream::of).toArray();
  }
}
