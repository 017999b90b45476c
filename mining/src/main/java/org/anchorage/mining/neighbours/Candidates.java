/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import java.util.Arrays;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.products.CentredBase;
import org.jspecify.annotations.Nullable;

/**
 * The vectors that may still be among the k nearest of one query, in bounded memory. Distances are
 * taken less q&sup2;, which is the same for all vectors. With a vector's approximate distance s and
 * a bound e on its error, the exact distance lies between s - e and s + e. The k-th smallest s + e
 * bounds the k-th exact distance, so a vector with s - e above it is out.
 *
 * <p>When the buffer is full, it is thinned by those bounds. If they leave too many (there are many
 * duplicates, or all vectors lie close together), all vectors in it are measured exactly and k are
 * kept. Vectors come in ascending order of index, so a later vector loses a tie.
 *
 * <p>Not thread-safe; reused for the next query.
 */
final class Candidates implements Near {

  /**
   * Room beyond k. With less, the buffer is thinned more often; with more, the limit stays loose
   * for longer.
   */
  private static final int ROOM = 128;

  private final CentredBase base;
  private final Vectors queries;
  private final int k;
  private final Wanted wanted;
  private final Filter filter;
  private final int[] indices;
  private final float[] lower;
  private final double[] distances;
  private final CandidateBuffers buffers;
  private int query;
  private int @Nullable [] items;
  private double squaredLength;
  private int size;
  private float limit;

  /**
   * Makes room for the candidates of one query after another.
   *
   * @param filter only vectors that it admits become candidates
   * @param buffers for intermediate results; candidates of one thread may share them
   */
  Candidates(
      CentredBase base, Vectors queries, Wanted wanted, Filter filter, CandidateBuffers buffers) {
    this.base = base;
    this.queries = queries;
    this.k = wanted.k();
    this.wanted = wanted;
    this.filter = filter;
    this.indices = new int[buffers.capacity()];
    this.lower = new float[buffers.capacity()];
    this.distances = new double[buffers.capacity()];
    this.buffers = buffers;
  }

  /** Returns the most candidates of a query that are held. */
  static int capacity(CentredBase base, int k) {
    return (int) Math.min(base.vectors().count(), Math.max(2L * k, (long) k + ROOM));
  }

  @Override
  public void begin(int query, double squaredLength) {
    this.query = query;
    this.items = wanted instanceof Wanted.Listed listed ? listed.items().apply(query) : null;
    this.squaredLength = squaredLength;
    size = 0;
    limit = Float.MAX_VALUE;
  }

  @Override
  public int @Nullable [] items() {
    return items;
  }

  @Override
  public float limit() {
    return limit;
  }

  @Override
  public void offer(int index, float value, double distance) {
    if (!filter.admits(query, index)) {
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
    distances[size] = distance;
    size++;
  }

  /** Drops the candidates that the bounds rule out. */
  private void thin() {
    if (size <= k) {
      return;
    }
    float[] spread = base.spread();
    float[] bounds = buffers.bounds();
    for (int i = 0; i < size; i++) {
      bounds[i] = lower[i] + spread[indices[i]];
    }
    double kth = Selection.smallest(bounds, size, k);
    limit = Math.min(limit, Math.nextUp((float) (kth + 2 * base.error(squaredLength))));
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (lower[i] <= limit) {
        indices[kept] = indices[i];
        lower[kept] = lower[i];
        distances[kept] = distances[i];
        kept++;
      }
    }
    size = kept;
  }

  /** Measures all exactly and keeps the k nearest. */
  private void measure() {
    long[] order = sort();
    size = Math.min(size, k);
    for (int i = 0; i < size; i++) {
      indices[i] = (int) order[i];
      lower[i] = (float) (distance(order[i]) - squaredLength);
      distances[i] = distance(order[i]);
    }
    float kth = distance(order[size - 1]);
    double error = base.error(squaredLength);
    limit = Math.min(limit, Math.nextUp((float) (kth - squaredLength + 2 * error)));
    if (kth == 0) {
      limit = Float.NEGATIVE_INFINITY;
    }
  }

  /** Returns (distance, index) in order: floats that are not negative sort as their bits. */
  private long[] sort() {
    long[] order = buffers.order();
    int open = 0;
    double error = base.distanceError(squaredLength);
    for (int i = 0; i < size; i++) {
      float least = (float) (distances[i] - error);
      // If both bounds round to one float, so does the exact distance between them.
      if (least > 0 && least == (float) (distances[i] + error)) {
        order[i] = entry(least, indices[i]);
      } else {
        buffers.open()[open++] = i;
      }
    }
    measure(open, order);
    Arrays.sort(order, 0, size);
    return order;
  }

  /** Measures the candidates whose distance is open. */
  private void measure(int open, long[] order) {
    int[] items = buffers.items();
    for (int i = 0; i < open; i++) {
      items[i] = indices[buffers.open()[i]];
    }
    double[] exact = buffers.distances();
    queries.squaredDistances(query, base.vectors(), items, open, exact);
    for (int i = 0; i < open; i++) {
      order[buffers.open()[i]] = entry((float) exact[i], items[i]);
    }
  }

  private static long entry(float distance, int index) {
    return (long) Float.floatToIntBits(distance) << 32 | index;
  }

  private static float distance(long entry) {
    return Float.intBitsToFloat((int) (entry >>> 32));
  }

  /** Writes the k nearest from a position on, or as many as there are. */
  void finish(int[] into, float[] intoDistances, int at) {
    thin();
    long[] order = sort();
    for (int i = 0; i < Math.min(size, k); i++) {
      into[at + i] = (int) order[i];
      intoDistances[at + i] = distance(order[i]);
    }
  }
}
