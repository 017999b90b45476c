/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.Serializable;
import org.anchorage.core.config.IndexSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.mining.lists.Calibration;
import org.anchorage.mining.lists.Coding;
import org.anchorage.mining.lists.InvertedLists;
import org.anchorage.mining.lists.ListSplit;
import org.anchorage.mining.lists.Probing;

/**
 * How the shards of an index are made.
 *
 * @param exact whether a shard is one list
 * @param recall of the 10 nearest that is calibrated
 * @param coding of numbers
 * @param shardItems most items of a shard
 * @param pictureSide pixels of a picture's longer side; 0 for no pictures
 * @param seed of the lists and of the samples that they are calibrated with
 */
public record BuildPlan(
    boolean exact, double recall, Coding coding, int shardItems, int pictureSide, long seed)
    implements Serializable {

  /** Neighbours that the recall is of. */
  public static final int K = 10;

  /** Returns the plan of an index of so many items. */
  public static BuildPlan of(IndexSettings settings, long items, long seed) {
    return new BuildPlan(
        settings.isExact(items),
        settings.recall(),
        Coding.valueOf(settings.coding().name()),
        settings.shardItems(),
        settings.pictureSide(items),
        seed);
  }

  /** Returns the same plan for items that have no pictures. */
  public BuildPlan withoutPictures() {
    return new BuildPlan(exact, recall, coding, shardItems, 0, seed);
  }

  /** Returns how many shards so many items have; none if there are no items. */
  public int shards(int items) {
    return (int) (((long) items + shardItems - 1) / shardItems);
  }

  /** Returns how many items each shard has, but for the last. */
  private int each(int items) {
    int shards = Math.max(1, shards(items));
    return (int) (((long) items + shards - 1) / shards);
  }

  /** Returns the first row of a shard; of the shard after the last, the number of items. */
  public int first(int shard, int items) {
    return (int) Math.min(items, (long) shard * each(items));
  }

  /** Returns the shard of a row. */
  public int shardOf(int row, int items) {
    return row / each(items);
  }

  /** Lists, with the probing and the recall that they were calibrated to. */
  record Lists(InvertedLists lists, Probing probing, double measured) {}

  /** Makes the lists of a shard. */
  Lists lists(VectorSource vectors) {
    int wanted = exact ? 1 : ListSplit.lists(vectors.count());
    Seed root = new Seed(seed).derive("index");
    InvertedLists lists = new ListSplit(wanted, coding, root).divide(vectors);
    if (vectors.count() == 1 || (exact && coding == Coding.FLOAT)) {
      return new Lists(lists, Probing.fixed(lists.lists()), 1);
    }
    int k = Math.min(K, vectors.count() - 1);
    Calibration calibration = Calibration.of(lists, vectors, recall, k, root);
    return new Lists(lists, calibration.probing(), calibration.recall());
  }
}
