/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Blocks that are open for reading. The one that was read last is kept. Thread-safe. */
final class StoredBlocks implements VectorSource {

  private final VectorBlocks blocks;
  private final Configuration hadoop;
  private @Nullable Block last;
  private int lastNumber = -1;

  StoredBlocks(VectorBlocks blocks, Configuration hadoop) {
    this.blocks = blocks;
    this.hadoop = hadoop;
  }

  @Override
  public int count() {
    return blocks.count();
  }

  @Override
  public int dim() {
    return blocks.dim();
  }

  @Override
  public Vectors read(int from, int to) {
    if (from < 0 || from > to || to > count()) {
      throw new IndexOutOfBoundsException(
          "There are no rows " + from + " to " + to + " among " + count() + " vectors");
    }
    float[] values = new float[Math.multiplyExact(to - from, dim())];
    BlockLayout layout = blocks.layout();
    for (int row = from; row < to; ) {
      int number = layout.blockOf(row);
      int end = Math.min(to, layout.end(number));
      int first = layout.first(number);
      block(number).copy(row - first, end - first, values, (row - from) * dim());
      row = end;
    }
    return new Vectors(dim(), values);
  }

  private synchronized Block block(int number) {
    Block kept = last;
    if (kept == null || lastNumber != number) {
      // Dropped first, so that no two are held.
      last = null;
      kept = blocks.block(new BlockFile(blocks.path(number), hadoop), number);
      last = kept;
      lastNumber = number;
    }
    return kept;
  }
}
