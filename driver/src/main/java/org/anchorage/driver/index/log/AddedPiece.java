/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.lists.Coding;
import org.anchorage.mining.lists.InvertedLists;
import org.anchorage.mining.lists.ListSearch;
import org.anchorage.mining.lists.ListSplit;
import org.anchorage.mining.lists.RowSet;

/**
 * Some neighbouring rows of the additions, ready to be searched: one list, so exactly. Immutable
 * and thread-safe.
 *
 * @param first row
 * @param rows what was added
 * @param search of their vectors
 */
record AddedPiece(int first, List<Change.Added> rows, ListSearch search) {

  /** A piece with as many rows gets no further ones, so that adding a little stays quick. */
  static final int FULL = 2048;

  private static final ListSplit ONE_LIST = new ListSplit(1, Coding.FLOAT, new Seed(1));

  static AddedPiece of(int first, List<Change.Added> rows) {
    int dim = rows.get(0).vector().length;
    float[] values = new float[Math.multiplyExact(dim, rows.size())];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).vector(), 0, values, i * dim, dim);
    }
    InvertedLists lists = ONE_LIST.divide(new Vectors(dim, values));
    return new AddedPiece(first, List.copyOf(rows), lists.search(1));
  }

  /** Returns pieces with further rows behind them. */
  static List<AddedPiece> with(List<AddedPiece> pieces, List<Change.Added> more) {
    if (more.isEmpty()) {
      return pieces;
    }
    List<AddedPiece> all = new ArrayList<>(pieces);
    if (!all.isEmpty() && all.get(all.size() - 1).rows.size() < FULL) {
      AddedPiece last = all.remove(all.size() - 1);
      all.add(of(last.first, Stream.concat(last.rows.stream(), more.stream()).toList()));
    } else {
      all.add(of(all.isEmpty() ? 0 : all.get(all.size() - 1).end(), more));
    }
    return List.copyOf(all);
  }

  /** Returns the row after the last. */
  int end() {
    return first + rows.size();
  }

  /** Returns the nearest; indices are rows of the piece. */
  Neighbours nearest(float[] query, int k, RowSet allowed) {
    return search.nearest(
        query, RowSet.where(rows.size(), row -> allowed.contains(first + row)), k);
  }
}
