/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last embeddings of earlier batches, with their classes, in double precision: a ring in which
 * the newest overwrite the oldest. Not thread-safe.
 */
final class BatchMemory {

  private final int capacity;
  private final int dim;
  private final double[] embeddings;
  private final int[] labels;
  private int size;
  private int next;

  /**
   * Creates an empty memory.
   *
   * @param capacity embeddings that it holds
   * @param dim of each
   */
  BatchMemory(int capacity, int dim) {
    this.capacity = capacity;
    this.dim = dim;
    this.embeddings = new double[Math.multiplyExact(capacity, dim)];
    this.labels = new int[capacity];
  }

  /** Returns the earlier memory if its capacity and dimension are the same; else an empty one. */
  static BatchMemory of(@Nullable BatchMemory before, int capacity, int dim) {
    return before != null && before.capacity == capacity && before.dim == dim
        ? before
        : new BatchMemory(capacity, dim);
  }

  /** Returns how many embeddings are remembered. */
  int size() {
    return size;
  }

  /** Returns a copy of the remembered embeddings, size x D row-major. */
  double[] embeddings() {
    return Arrays.copyOf(embeddings, size * dim);
  }

  /** Returns a copy of their classes. */
  int[] labels() {
    return Arrays.copyOf(labels, size);
  }

  /**
   * Remembers a batch; only its end if it is larger than the memory.
   *
   * @param batch count x D row-major
   * @param classes of each
   */
  void add(double[] batch, int[] classes) {
    for (int i = Math.max(0, classes.length - capacity); i < classes.length; i++) {
      System.arraycopy(batch, i * dim, embeddings, next * dim, dim);
      labels[next] = classes[i];
      next = (next + 1) % capacity;
      size = Math.min(size + 1, capacity);
    }
  }
}
