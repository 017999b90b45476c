/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.Serializable;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cells.Sample;
import org.anchorage.mining.lists.Coding;

/**
 * Items drawn from all shards of an index that is being made. Each shard answers for them, and the
 * answers together are those of a search of the whole index. Immutable; 4 dim + 4 bytes an item.
 *
 * @param rows of the items, ascending, counted over all shards
 * @param vectors theirs, before any coding; row-major
 */
record IndexSample(int[] rows, float[] vectors) implements Serializable {

  /** Items of a sample. */
  static final int ITEMS = 1000;

  /** Nothing is measured. */
  static final IndexSample NONE = new IndexSample(new int[0], new float[0]);

  /** Rows that are read at once: the drawn ones lie far apart. */
  private static final int TOGETHER = 64;

  /**
   * Draws items. There are none if the shards' own calibration says all: of one shard, or where a
   * search compares all vectors as they are.
   */
  static IndexSample draw(BuildPlan plan, VectorSource all) {
    if (plan.shards(all.count()) < 2 || (plan.exact() && plan.coding() == Coding.FLOAT)) {
      return NONE;
    }
    int[] rows = Sample.rows(all.count(), ITEMS, new Seed(plan.seed()).derive("merged"));
    return new IndexSample(rows, Sample.read(all, rows, TOGETHER).values());
  }

  boolean isEmpty() {
    return rows.length == 0;
  }

  Vectors queries() {
    return new Vectors(vectors.length / rows.length, vectors);
  }
}
