/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Where a listing is cut, into shards, leaves and partitions of a sort. All follow from the listed
 * bytes by class alone, so neither tasks nor executors nor bad images change them.
 *
 * @param shardBytes listed bytes of a shard; an image belongs to the shard that its first byte
 *     falls into
 * @param leafCost work in a leaf
 * @param small images of a partition; a listing of no more is sorted by one task, in memory
 * @param firsts the first class of each partition but the first
 * @param starts what comes before each partition
 */
record Cut(long shardBytes, long leafCost, int small, List<ClassKey> firsts, List<Amount> starts)
    implements Serializable {

  /** Images of a partition. */
  static final int SMALL = 100_000;

  private static final int LEAVES = 256;
  private static final long LEAST_LEAF = 1 << 20;
  private static final long MOST_LEAF = 64 << 20;

  static Cut of(SortedMap<ClassKey, Amount> classes, long shardBytes, int small) {
    List<ClassKey> firsts = new ArrayList<>();
    List<Amount> starts = new ArrayList<>();
    starts.add(Amount.NONE);
    Amount before = Amount.NONE;
    for (Map.Entry<ClassKey, Amount> entry : classes.entrySet()) {
      if (before.images() - starts.get(starts.size() - 1).images() >= small) {
        firsts.add(entry.getKey());
        starts.add(before);
      }
      before = before.plus(entry.getValue());
    }
    long leaf = Math.max(LEAST_LEAF, Math.min(MOST_LEAF, before.cost() / LEAVES));
    return new Cut(shardBytes, leaf, small, firsts, starts);
  }

  /** Returns the same cut where one task sorts all images. */
  Cut inOnePartition() {
    return new Cut(shardBytes, leafCost, small, List.of(), List.of(Amount.NONE));
  }

  int partitions() {
    return starts.size();
  }

  /** Returns the partition of a class. */
  int partition(ClassKey key) {
    int low = 0;
    int high = firsts.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (firsts.get(middle).compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the shard of an image behind others. */
  long shard(Amount before) {
    return before.bytes() / shardBytes;
  }

  /** Returns the leaf of an image behind others, but for shards and partitions. */
  long leaf(Amount before) {
    return before.cost() / leafCost;
  }
}
