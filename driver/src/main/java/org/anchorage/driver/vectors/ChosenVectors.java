/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * Some rows of other vectors.
 *
 * @param rows of these, ascending
 */
record ChosenVectors(VectorSet of, int[] rows) implements VectorSet {

  @Override
  public int count() {
    return rows.length;
  }

  @Override
  public int dim() {
    return of.dim();
  }

  @Override
  public VectorSource open() {
    return new Chosen(of.open(), rows);
  }

  private record Chosen(VectorSource of, int[] rows) implements VectorSource {

    @Override
    public int count() {
      return rows.length;
    }

    @Override
    public int dim() {
      return of.dim();
    }

    @Override
    public Vectors read(int from, int to) {
      float[] values = new float[Math.multiplyExact(to - from, dim())];
      int start = from;
      while (start < to) {
        int end = start + 1;
        while (end < to && rows[end] == rows[end - 1] + 1) {
          end++;
        }
        float[] run = of.read(rows[start], rows[end - 1] + 1).values();
        System.arraycopy(run, 0, values, (start - from) * dim(), run.length);
        start = end;
      }
      return new Vectors(dim(), values);
    }
  }
}
