/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.vectors;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Embeddings in bulk: count x dim floats, row after row, in one array (so at most 2^31 - 1 floats).
 *
 * @param dim length of a vector, at least 1
 * @param values count x dim, row-major; kept, not copied, and not to be changed
 */
public record Vectors(int dim, float[] values) implements Serializable, VectorSource {

  public Vectors {
    if (dim < 1 || values.length % dim != 0) {
      throw new IllegalArgumentException(
          values.length + " floats are not rows of " + dim + "; pass count x dim of them");
    }
  }

  /** Returns the number of vectors. */
  @Override
  public int count() {
    return values.length / dim;
  }

  /** Returns a copy of one vector. */
  public float[] row(int index) {
    return Arrays.copyOfRange(values, index * dim, (index + 1) * dim);
  }

  @Override
  public Vectors read(int from, int to) {
    return slice(from, to);
  }

  /** Returns a copy of the rows from one (included) to another (not). */
  public Vectors slice(int from, int to) {
    return new Vectors(dim, Arrays.copyOfRange(values, from * dim, to * dim));
  }

  /**
   * Returns copies of some rows, in the order given. If the indices are those of all rows in order,
   * returns this instance.
   */
  public Vectors rows(int[] indices) {
    boolean all = indices.length == count();
    for (int i = 0; i < indices.length && all; i++) {
      all = indices[i] == i;
    }
    if (all) {
      return this;
    }
    float[] chosen = new float[Math.multiplyExact(indices.length, dim)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * dim, chosen, i * dim, dim);
    }
    return new Vectors(dim, chosen);
  }

  /**
   * Returns copies of the vectors scaled to Euclidean length 1, so that cosine = 1 - d&sup2; / 2. A
   * zero vector has no direction and stays zero; a vector that is not finite stays so.
   */
  public Vectors normalised() {
    float[] scaled = new float[values.length];
    int row = 0;
    for (; row + 4 <= count(); row += 4) {
      // Four sums side by side: one alone waits on itself at every addition.
      int a = row * dim;
      int b = a + dim;
      int c = b + dim;
      int d = c + dim;
      double ofA = 0;
      double ofB = 0;
      double ofC = 0;
      double ofD = 0;
      for (int i = 0; i < dim; i++) {
        ofA += (double) values[a + i] * values[a + i];
        ofB += (double) values[b + i] * values[b + i];
        ofC += (double) values[c + i] * values[c + i];
        ofD += (double) values[d + i] * values[d + i];
      }
      scale(a, ofA, scaled);
      scale(b, ofB, scaled);
      scale(c, ofC, scaled);
      scale(d, ofD, scaled);
    }
    for (; row < count(); row++) {
      double squared = 0;
      for (int i = row * dim; i < row * dim + dim; i++) {
        squared += (double) values[i] * values[i];
      }
      scale(row * dim, squared, scaled);
    }
    return new Vectors(dim, scaled);
  }

  private void scale(int start, double squared, float[] into) {
    double length = squared == 0 ? 1 : Math.sqrt(squared);
    for (int i = start; i < start + dim; i++) {
      into[i] = (float) (values[i] / length);
    }
  }

  /**
   * Returns the squared Euclidean distance between one of these vectors and one of others, summed
   * in double precision from differences. It is never negative, 0 for equal vectors, and the same
   * in both directions. Equal pairs give equal bits, whatever is computed beside them.
   *
   * @throws IllegalArgumentException if the others have another length
   */
  public double squaredDistance(int index, Vectors others, int other) {
    requireDim(others);
    float[] theirs = others.values;
    int a = index * dim;
    int b = other * dim;
    // Four sums, because a single one would wait on itself at every addition.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int end = a + dim - 3;
    for (; a < end; a += 4, b += 4) {
      double d0 = (double) values[a] - theirs[b];
      double d1 = (double) values[a + 1] - theirs[b + 1];
      double d2 = (double) values[a + 2] - theirs[b + 2];
      double d3 = (double) values[a + 3] - theirs[b + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (end += 3; a < end; a++, b++) {
      double d = (double) values[a] - theirs[b];
      s0 += d * d;
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Writes the squared distances between one of these vectors and several of others. Each equals
   * {@link #squaredDistance} bit for bit. This is faster: it takes four at a time and so waits for
   * memory less often.
   *
   * @param at indices of the others
   * @param count number of indices to use
   * @param into receives {@code count} distances
   * @throws IllegalArgumentException if the others have another length
   */
  public void squaredDistances(int index, Vectors others, int[] at, int count, double[] into) {
    requireDim(others);
    int done = 0;
    for (; done + 4 <= count; done += 4) {
      four(index * dim, others.values, at, done, into);
    }
    for (; done < count; done++) {
      into[done] = squaredDistance(index, others, at[done]);
    }
  }

  /** The sums of {@link #squaredDistance} for four vectors side by side. */
  private void four(int own, float[] theirs, int[] at, int first, double[] into) {
    int a = own;
    int b = at[first] * dim;
    int c = at[first + 1] * dim;
    int d = at[first + 2] * dim;
    int e = at[first + 3] * dim;
    double b0 = 0;
    double b1 = 0;
    double b2 = 0;
    double b3 = 0;
    double c0 = 0;
    double c1 = 0;
    double c2 = 0;
    double c3 = 0;
    double d0 = 0;
    double d1 = 0;
    double d2 = 0;
    double d3 = 0;
    double e0 = 0;
    double e1 = 0;
    double e2 = 0;
    double e3 = 0;
    int end = own + dim - 3;
    for (; a < end; a += 4, b += 4, c += 4, d += 4, e += 4) {
      double v0 = values[a];
      double v1 = values[a + 1];
      double v2 = values[a + 2];
      double v3 = values[a + 3];
      b0 += square(v0 - theirs[b]);
      b1 += square(v1 - theirs[b + 1]);
      b2 += square(v2 - theirs[b + 2]);
      b3 += square(v3 - theirs[b + 3]);
      c0 += square(v0 - theirs[c]);
      c1 += square(v1 - theirs[c + 1]);
      c2 += square(v2 - theirs[c + 2]);
      c3 += square(v3 - theirs[c + 3]);
      d0 += square(v0 - theirs[d]);
      d1 += square(v1 - theirs[d + 1]);
      d2 += square(v2 - theirs[d + 2]);
      d3 += square(v3 - theirs[d + 3]);
      e0 += square(v0 - theirs[e]);
      e1 += square(v1 - theirs[e + 1]);
      e2 += square(v2 - theirs[e + 2]);
      e3 += square(v3 - theirs[e + 3]);
    }
    for (end += 3; a < end; a++, b++, c++, d++, e++) {
      b0 += square((double) values[a] - theirs[b]);
      c0 += square((double) values[a] - theirs[c]);
      d0 += square((double) values[a] - theirs[d]);
      e0 += square((double) values[a] - theirs[e]);
    }
    into[first] = (b0 + b1) + (b2 + b3);
    into[first + 1] = (c0 + c1) + (c2 + c3);
    into[first + 2] = (d0 + d1) + (d2 + d3);
    into[first + 3] = (e0 + e1) + (e2 + e3);
  }

  private static double square(double value) {
    return value * value;
  }

  private void requireDim(Vectors others) {
    if (others.dim != dim) {
      throw new IllegalArgumentException(
          "Vectors of " + dim + " and of " + others.dim + " floats have no distance");
    }
  }
}
