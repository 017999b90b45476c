/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

/** A set of rows as lists hold them: a number for each block, with a bit for each lane. */
final class BlockLanes {

  /** Fewer rows than this part of all are set or cleared one by one. */
  private static final int FEW = 16;

  private BlockLanes() {}

  /** Returns the lanes of a set. */
  static long[] of(ListTable table, RowSet set) {
    if (set.count() <= set.size() / FEW) {
      return flipped(new long[table.blocks()], table, set.rows());
    }
    if (set.size() - set.count() <= set.size() / FEW) {
      return flipped(each(table, Admission.all()), table, set.others().rows());
    }
    return each(table, Admission.of(set, table.rows()));
  }

  private static long[] flipped(long[] lanes, ListTable table, int[] rows) {
    for (int row : rows) {
      int place = table.places()[row];
      int list = table.listOf(place);
      lanes[table.block(list, place)] ^= 1L << table.lane(list, place);
    }
    return lanes;
  }

  private static long[] each(ListTable table, Admission admission) {
    long[] lanes = new long[table.blocks()];
    for (int list = 0; list < table.lists(); list++) {
      int end = table.starts()[list + 1];
      int block = table.firstBlocks()[list];
      for (int first = table.starts()[list]; first < end; first += Tile.VECTORS, block++) {
        lanes[block] = admission.lanes(block, first, Math.min(Tile.VECTORS, end - first));
      }
    }
    return lanes;
  }
}
