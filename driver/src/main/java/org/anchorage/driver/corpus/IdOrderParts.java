/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.corpus.Catalogue;

/** Puts ranges of ids together on the driver: 16 bytes a row. Not thread-safe. */
final class IdOrderParts {

  private final NameNumbers classes = new NameNumbers();
  private final NameNumbers shards = new NameNumbers();
  private final List<Integer> firsts = new ArrayList<>();
  private final int[] codes;
  private final int[] shard;
  private final long[] offset;
  private int count;

  /** Makes room for so many rows. */
  IdOrderParts(int rows) {
    codes = new int[rows];
    shard = new int[rows];
    offset = new long[rows];
  }

  /**
   * Adds the next range. Rows beyond those that there is room for are counted and left out.
   *
   * @throws IllegalArgumentException if two items have one id
   */
  void add(IdOrderPart part) {
    if (!part.twice().isEmpty()) {
      throw new IllegalArgumentException(Catalogue.sameId(part.twice().get(0)));
    }
    int[] classOf = classes.of(part.classNames());
    int[] shardOf = shards.of(part.shards());
    firsts.add(count);
    int rows = part.codes().length;
    for (int i = 0; i < rows && count + i < codes.length; i++) {
      codes[count + i] = Catalogue.recoded(part.codes()[i], classOf);
      shard[count + i] = shardOf[part.shard()[i]];
      offset[count + i] = part.offset()[i];
    }
    count += rows;
  }

  /** Returns the number of rows, of those that were left out too. */
  int count() {
    return count;
  }

  /** Returns the first row of each range. */
  int[] firsts() {
    return firsts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns label and split of the rows; called once, at the end. */
  Catalogue catalogue() {
    return Catalogue.ofCodes(classes.names(), codes);
  }

  /** Returns where the rows lie. */
  Places places() {
    return new Places.Each(shards.names(), shard, offset);
  }
}
