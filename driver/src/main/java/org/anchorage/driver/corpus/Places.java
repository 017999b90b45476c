/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.driver.artifact.ArtifactException;

/**
 * Where the bytes of a corpus's rows lie. Executors get it from the driver. Immutable and
 * thread-safe.
 */
public sealed interface Places extends Serializable {

  /** Returns the shard of a row, relative to the corpus. */
  String shard(int row);

  /**
   * Returns where the record of a row starts in its shard, in bytes.
   *
   * @param offsets of this corpus; a format that keeps offsets beside its shards reads them there
   * @throws ArtifactException if they cannot be read
   */
  long offset(int row, ShardOffsets offsets);

  /** Returns some rows in the order of shard and offset, in which reading is fastest. */
  int[] inOrder(int[] rows);

  /**
   * A place for each row, as format 1 needs it: 12 bytes a row.
   *
   * @param shards names of the shards
   * @param shard of each row, as an index into {@code shards}
   * @param offset of each row in its shard
   */
  record Each(List<String> shards, int[] shard, long[] offset) implements Places {

    public Each {
      shards = List.copyOf(shards);
    }

    @Override
    public String shard(int row) {
      return shards.get(shard[row]);
    }

    @Override
    public long offset(int row, ShardOffsets offsets) {
      return offset[row];
    }

    @Override
    public int[] inOrder(int[] rows) {
      return IntStream.of(rows)
          .boxed()
          .sorted(
              (a, b) ->
                  shard[a] == shard[b]
                      ? Long.compare(offset[a], offset[b])
                      : Integer.compare(shard[a], shard[b]))
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }

  /**
   * Rows that go through the shards in order, as in format 2: 4 bytes a shard.
   *
   * @param firsts first row of each shard, and after the last shard the number of rows
   */
  record InOrder(int[] firsts) implements Places {

    private int number(int row) {
      int found = Arrays.binarySearch(firsts, row);
      int number = found < 0 ? -found - 2 : found;
      // An empty shard has the first row of the next.
      while (number + 1 < firsts.length && firsts[number + 1] == row) {
        number++;
      }
      if (number < 0 || number + 1 >= firsts.length) {
        throw new IndexOutOfBoundsException(
            "Row " + row + " of " + firsts[firsts.length - 1] + " rows");
      }
      return number;
    }

    @Override
    public String shard(int row) {
      return Layout.shard(number(row));
    }

    @Override
    public long offset(int row, ShardOffsets offsets) {
      int number = number(row);
      long[] own = offsets.of(number, firsts[number + 1] - firsts[number]);
      return own[row - firsts[number]];
    }

    @Override
    public int[] inOrder(int[] rows) {
      return IntStream.of(rows).sorted().toArray();
    }
  }
}
