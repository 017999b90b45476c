/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.part.IndexPart;
import org.anchorage.driver.index.part.LivePart;

/**
 * The rows of some parts that are there, one after the other: what the next generation is made of.
 * 4 bytes a row. Thread-safe as long as the parts are open.
 */
public final class LiveRows implements VectorSource {

  private final int dim;
  private final List<Stretch> stretches;
  private final int count;

  /** Neighbouring rows of this source that lie in one part. */
  private record Stretch(int first, IndexPart part, int[] rows) {

    int end() {
      return first + rows.length;
    }
  }

  private LiveRows(int dim, List<Stretch> stretches) {
    this.dim = dim;
    this.stretches = stretches;
    this.count = stretches.isEmpty() ? 0 : stretches.get(stretches.size() - 1).end();
  }

  /**
   * Returns the rows of some parts.
   *
   * @param dim floats of a vector, which tells it if there are no parts
   */
  public static LiveRows of(int dim, List<LivePart> parts) {
    List<Stretch> stretches = new ArrayList<>();
    int first = 0;
    for (LivePart live : parts) {
      int[] rows = live.live().rows();
      if (rows.length > 0) {
        stretches.add(new Stretch(first, live.part(), rows));
        first = Math.addExact(first, rows.length);
      }
    }
    return new LiveRows(dim, stretches);
  }

  /** Returns some neighbouring rows, as a source of their own. */
  public LiveRows slice(int from, int to) {
    List<Stretch> some = new ArrayList<>();
    for (Stretch stretch : stretches) {
      int first = Math.max(from, stretch.first());
      int end = Math.min(to, stretch.end());
      if (first < end) {
        int[] rows =
            Arrays.copyOfRange(stretch.rows(), first - stretch.first(), end - stretch.first());
        some.add(new Stretch(first - from, stretch.part(), rows));
      }
    }
    return new LiveRows(dim, some);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public Vectors read(int from, int to) {
    if (from < 0 || from > to || to > count) {
      throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + count);
    }
    float[] values = new float[Math.multiplyExact(to - from, dim)];
    for (Stretch stretch : slice(from, to).stretches) {
      Vectors some = stretch.part().vectors(stretch.rows());
      System.arraycopy(some.values(), 0, values, stretch.first() * dim, some.values().length);
    }
    return new Vectors(dim, values);
  }

  /** Returns the item of a row. */
  public IndexedItem item(int row) {
    Stretch stretch = at(row);
    return stretch.part().item(stretch.rows()[row - stretch.first()]);
  }

  Optional<byte[]> picture(int row) {
    Stretch stretch = at(row);
    return stretch.part().picture(stretch.rows()[row - stretch.first()]);
  }

  private Stretch at(int row) {
    for (Stretch stretch : stretches) {
      if (row < stretch.end()) {
        return stretch;
      }
    }
    throw new IndexOutOfBoundsException("row " + row + " of " + count);
  }
}
