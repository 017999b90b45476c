/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/** Rows drawn evenly, one from each of as many equal stretches. Stateless and thread-safe. */
public final class Sample {

  private Sample() {}

  /**
   * Draws different rows, ascending; all of them if there are no more.
   *
   * @param count rows that there are
   * @param wanted rows to draw
   */
  public static int[] rows(int count, int wanted, Seed seed) {
    int size = Math.min(count, wanted);
    SplittableRandom random = seed.generator();
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      int from = (int) ((long) i * count / size);
      int to = (int) ((i + 1L) * count / size);
      rows[i] = from + random.nextInt(to - from);
    }
    return rows;
  }

  /** Reads ascending rows of a source, {@code together} neighbouring ones at a time. */
  public static Vectors read(VectorSource source, int[] rows, int together) {
    int dim = source.dim();
    float[] values = new float[Math.multiplyExact(rows.length, dim)];
    int at = 0;
    while (at < rows.length) {
      int from = rows[at];
      int to = from + Math.min(together, source.count() - from);
      int end = at;
      while (end < rows.length && rows[end] < to) {
        end++;
      }
      Vectors read = source.read(from, rows[end - 1] + 1);
      for (; at < end; at++) {
        System.arraycopy(read.values(), (rows[at] - from) * dim, values, at * dim, dim);
      }
    }
    return new Vectors(dim, values);
  }
}
