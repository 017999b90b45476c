/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.anchorage.core.vectors.Vectors;

/**
 * The vectors that may still be among the k nearest of one query, in bounded memory. Distances are
 * taken less q&sup2;, which is the same for all: a vector's approximate distance s and the bound e
 * on its error say that the exact one lies between s - e and s + e. The k-th smallest s + e bounds
 * the k-th exact distance, so a vector with s - e above it is out.
 *
 * <p>When the buffer is full, it is thinned by those bounds; where they leave too many (there are
 * many duplicates, or all vectors lie close together), all in it are measured exactly and k are
 * kept. Vectors come in ascending order of index, so that one that comes later loses a tie.
 *
 * <p>Not thread-safe; used again for the next query.
 */
final class Candidates implements Near {

  /** Room beyond k: less thins more often, more keeps the limit loose for longer. */
  private static final int ROOM = 128;

  private final CentredBase base;
  private final Vectors queries;
  private final int k;
  private final IntUnaryOperator own;
  private final int[] indices;
  private final float[] lower;
  private final float[] scratch;
  private final long[] order;
  private int query;
  private int leftOut;
  private double squaredLength;
  private int size;
  private float limit;

  /**
   * Uses the arrays for passing work; candidates of one thread may share them. {@code own} is the
   * index that is not a neighbour of a query, or -1.
   */
  Candidates(
      CentredBase base,
      Vectors queries,
      int k,
      IntUnaryOperator own,
      float[] scratch,
      long[] order) {
    this.base = base;
    this.queries = queries;
    this.k = k;
    this.own = own;
    this.indices = new int[scratch.length];
    this.lower = new float[scratch.length];
    this.scratch = scratch;
    this.order = order;
  }

  /** Returns how many candidates of a query are held at most. */
  static int capacity(CentredBase base, int k) {
    return (int) Math.min(base.vectors().count(), Math.max(2L * k, (long) k + ROOM));
  }

  @Override
  public void begin(int query, double squaredLength) {
    this.query = query;
    this.leftOut = own.applyAsInt(query);
    this.squaredLength = squaredLength;
    size = 0;
    limit = Float.MAX_VALUE;
  }

  @Override
  public float limit() {
    return limit;
  }

  @Override
  public void offer(int index, float value) {
    if (index == leftOut) {
      return;
    }
    if (size == indices.length) {
      thin();
      if (size > k + (indices.length - k) / 2) {
        measure();
      }
      if (!(value <= limit)) {
        return;
      }
    }
    indices[size] = index;
    lower[size] = value;
    size++;
  }

  /** Drops those that the bounds show to be out. */
  private void thin() {
    if (size <= k) {
      return;
    }
    float[] spread = base.spread();
    for (int i = 0; i < size; i++) {
      scratch[i] = lower[i] + spread[indices[i]];
    }
    double kth = Selection.smallest(scratch, size, k);
    limit = Math.min(limit, Math.nextUp((float) (kth + 2 * base.error(squaredLength))));
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (lower[i] <= limit) {
        indices[kept] = indices[i];
        lower[kept] = lower[i];
        kept++;
      }
    }
    size = kept;
  }

  /** Measures all exactly and keeps the k nearest. */
  private void measure() {
    sort();
    size = Math.min(size, k);
    for (int i = 0; i < size; i++) {
      indices[i] = (int) order[i];
      lower[i] = (float) (distance(order[i]) - squaredLength);
    }
    float kth = distance(order[size - 1]);
    double error = base.error(squaredLength);
    limit = Math.min(limit, Math.nextUp((float) (kth - squaredLength + 2 * error)));
    if (kth == 0) {
      limit = Float.NEGATIVE_INFINITY;
    }
  }

  /** Fills the order with (distance, index): floats that are not negative sort as their bits. */
  private void sort() {
    for (int i = 0; i < size; i++) {
      float exact = (float) queries.squaredDistance(query, base.vectors(), indices[i]);
      order[i] = (long) Float.floatToIntBits(exact) << 32 | indices[i];
    }
    Arrays.sort(order, 0, size);
  }

  private static float distance(long entry) {
    return Float.intBitsToFloat((int) (entry >>> 32));
  }

  /** Writes the k nearest from a position on, or as many as there are. */
  void finish(int[] into, float[] distances, int at) {
    thin();
    sort();
    for (int i = 0; i < Math.min(size, k); i++) {
      into[at + i] = (int) order[i];
      distances[at + i] = distance(order[i]);
    }
  }
}
