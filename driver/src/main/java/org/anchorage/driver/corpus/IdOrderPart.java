/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;
import scala.Tuple2;

/**
 * A range of ids in order, without the ids: what the driver takes of it. Classes and shards are
 * numbered in the order in which they come.
 *
 * @param classNames of the range
 * @param shards of the range
 * @param codes of each row: number of the class and split, as {@link Catalogue#code} packs them
 * @param shard of each row, as an index into {@code shards}
 * @param offset of each row
 * @param twice ids that come twice; the first one, or none
 */
record IdOrderPart(
    List<String> classNames,
    List<String> shards,
    int[] codes,
    int[] shard,
    long[] offset,
    List<String> twice)
    implements Serializable {

  /** What is sorted with an id. */
  record Entry(String className, Split split, String shard, long offset) implements Serializable {}

  /** Packs the sorted entries of a range. */
  static IdOrderPart of(Iterator<Tuple2<String, Entry>> sorted) {
    NameNumbers classes = new NameNumbers();
    NameNumbers shards = new NameNumbers();
    List<String> twice = new ArrayList<>();
    int[] codes = new int[1024];
    int[] shard = new int[1024];
    long[] offset = new long[1024];
    int count = 0;
    for (String before = ""; sorted.hasNext(); count++) {
      Tuple2<String, Entry> next = sorted.next();
      if (count > 0 && before.equals(next._1()) && twice.isEmpty()) {
        twice.add(before);
      }
      before = next._1();
      if (count == codes.length) {
        codes = Arrays.copyOf(codes, 2 * count);
        shard = Arrays.copyOf(shard, 2 * count);
        offset = Arrays.copyOf(offset, 2 * count);
      }
      Entry entry = next._2();
      codes[count] = Catalogue.code(classes.of(entry.className()), entry.split());
      shard[count] = shards.of(entry.shard());
      offset[count] = entry.offset();
    }
    return new IdOrderPart(
        classes.names(),
        shards.names(),
        Arrays.copyOf(codes, count),
        Arrays.copyOf(shard, count),
        Arrays.copyOf(offset, count),
        twice);
  }
}
