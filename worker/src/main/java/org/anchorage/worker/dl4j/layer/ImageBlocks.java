/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Work on some images at a time, so that what one operation writes is still cached for the next.
 */
final class ImageBlocks {

  /** Floats of results at a time; they fit into a cache that cores share. */
  private static final long ROOM = 1 << 20;

  private ImageBlocks() {}

  /**
   * Passes blocks of images and of their results.
   *
   * @param images along the first dimension
   * @param results as many
   */
  static void forEach(INDArray images, INDArray results, BiConsumer<INDArray, INDArray> work) {
    long count = images.size(0);
    long size = Math.max(images.length(), results.length()) / count;
    long block = Math.max(1, ROOM / size);
    if (block >= count || !Kernels.onHost()) {
      work.accept(images, results);
      return;
    }
    for (long at = 0; at < count; at += block) {
      long to = Math.min(count, at + block);
      work.accept(
          images.get(NDArrayIndex.interval(at, to)), results.get(NDArrayIndex.interval(at, to)));
    }
  }
}
