/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.export;

import java.util.stream.IntStream;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.log.LiveRows;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.driver.index.vectors.VectorPieces;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The vectors of an index as they are stored: the base's rows that are still there, then what was
 * added. 4 bytes a row, and the piece that is read.
 */
public final class IndexPieces implements VectorPieces {

  /** Floats of a piece. */
  private static final int FLOATS = 1 << 20;

  private final Index index;
  private final LiveRows rows;
  private final int each;

  private IndexPieces(Index index) {
    this.index = index;
    this.rows = LiveRows.of(index.dim(), index.ofSnapshot(Snapshot::parts));
    this.each = Math.max(1, FLOATS / index.dim());
  }

  /** Opens an index of any format, as it is now. */
  public static IndexPieces open(Path location, Configuration hadoop) {
    Index index = Index.open(location, hadoop, 1);
    try {
      return new IndexPieces(index);
    } catch (RuntimeException | Error e) {
      index.close();
      throw e;
    }
  }

  @Override
  public long count() {
    return rows.count();
  }

  @Override
  public int dim() {
    return rows.dim();
  }

  @Override
  public int pieces() {
    return (int) (((long) rows.count() + each - 1) / each);
  }

  @Override
  public Piece piece(int number) {
    LiveRows some = rows.slice(number * each, Math.min(rows.count(), (number + 1) * each));
    return new Piece(
        IntStream.range(0, some.count()).mapToObj(some::item).toList(), some.read(0, some.count()));
  }

  @Override
  public void close() {
    index.close();
  }
}
