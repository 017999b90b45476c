/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/** Vectors scaled to length 1 as they are read. */
record NormalisedVectors(VectorSet of) implements VectorSet {

  /** Rows scaled at once: few, so that a large read needs little beside its result. */
  private static final int ROWS = 1024;

  @Override
  public int count() {
    return of.count();
  }

  @Override
  public int dim() {
    return of.dim();
  }

  @Override
  public VectorSource open() {
    return new Scaled(of.open());
  }

  private record Scaled(VectorSource of) implements VectorSource {

    @Override
    public int count() {
      return of.count();
    }

    @Override
    public int dim() {
      return of.dim();
    }

    @Override
    public Vectors read(int from, int to) {
      if (to - from <= ROWS) {
        return of.read(from, to).normalised();
      }
      float[] values = new float[Math.multiplyExact(to - from, dim())];
      for (int at = from; at < to; at += ROWS) {
        float[] part = of.read(at, Math.min(to, at + ROWS)).normalised().values();
        System.arraycopy(part, 0, values, (at - from) * dim(), part.length);
      }
      return new Vectors(dim(), values);
    }
  }
}
