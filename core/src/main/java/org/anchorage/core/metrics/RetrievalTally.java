/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.anchorage.core.config.EvaluateSettings.LoneQueries;

/**
 * A block of queries' part of the result. Tallies of disjoint blocks are added with {@link #plus}.
 * In any order, grouping and division into blocks they give the same bits, because all sums are
 * integers: hits are counted, and each query's shares (R-precision, AP@R, AP, reciprocal rank) are
 * rounded once, to 2<sup>-40</sup> (10<sup>-12</sup>). This is enough for 8 million queries; more
 * raise an ArithmeticException. Sums are kept by class, about 150 bytes for each class that has a
 * query in the block.
 *
 * <p>Immutable and thread-safe.
 */
public final class RetrievalTally implements Serializable {

  private static final long serialVersionUID = 1;

  private final int[] ks;
  private final Depth depth;
  private final TreeMap<Integer, Sums> byClass;
  private final long lone;
  private final long sameCamera;

  private RetrievalTally(
      int[] ks, Depth depth, SortedMap<Integer, Sums> byClass, long lone, long sameCamera) {
    this.ks = ks;
    this.depth = depth;
    this.byClass = new TreeMap<>(byClass);
    this.lone = lone;
    this.sameCamera = sameCamera;
  }

  /**
   * Returns the tally of both blocks.
   *
   * @throws IllegalArgumentException if the other tally has another K or another depth
   */
  public RetrievalTally plus(RetrievalTally other) {
    if (!Arrays.equals(ks, other.ks)) {
      throw new IllegalArgumentException(
          "Tallies at K = "
              + Arrays.toString(ks)
              + " and K = "
              + Arrays.toString(other.ks)
              + " do not add up; measure both at the same K");
    }
    if (depth != other.depth) {
      throw new IllegalArgumentException(
          "Tallies of neighbours and of full rankings do not add up; measure both from the same");
    }
    TreeMap<Integer, Sums> both = new TreeMap<>();
    for (Map<Integer, Sums> part : List.of(byClass, other.byClass)) {
      part.forEach(
          (label, sums) -> both.computeIfAbsent(label, l -> new Sums(ks.length)).add(sums));
    }
    return new RetrievalTally(ks, depth, both, lone + other.lone, sameCamera + other.sameCamera);
  }

  /**
   * Returns the means over all queries that are not lone.
   *
   * @throws IllegalStateException if all are lone
   */
  public RetrievalResult result() {
    return result(LoneQueries.EXCLUDED);
  }

  /**
   * Returns the means over all queries, or over all that are not lone.
   *
   * @throws IllegalStateException if there are none
   */
  public RetrievalResult result(LoneQueries treatment) {
    Sums all = new Sums(ks.length);
    byClass.values().forEach(all::add);
    long count = all.queries + (treatment == LoneQueries.AS_ZERO ? lone : 0);
    refuseNone(count);
    return means(List.of(all), sums -> count, count);
  }

  /**
   * Returns the means over classes of the means over each class's queries that are not lone, so
   * that a large class counts no more than a small one.
   *
   * @throws IllegalStateException if all are lone
   */
  public RetrievalResult classAverage() {
    long count = byClass.values().stream().mapToLong(sums -> sums.queries).sum();
    refuseNone(count);
    return means(byClass.values(), sums -> sums.queries, count);
  }

  private void refuseNone(long count) {
    if (count == 0) {
      throw new IllegalStateException(
          "None of "
              + lone
              + " queries has another item of its class to find; evaluate a split whose classes"
              + " hold two images or more");
    }
  }

  private RetrievalResult means(Collection<Sums> groups, ToLongFunction<Sums> size, long count) {
    SortedMap<Integer, Double> recall = new TreeMap<>();
    SortedMap<Integer, Double> precision = new TreeMap<>();
    for (int i = 0; i < ks.length; i++) {
      int at = i;
      double k = ks[i];
      recall.put(ks[i], mean(groups, size, sums -> sums.hits[at]));
      precision.put(ks[i], mean(groups, size, sums -> sums.found[at] / k));
    }
    boolean toR = depth != Depth.K;
    boolean whole = depth == Depth.WHOLE;
    return new RetrievalResult(
        recall,
        precision,
        mean(groups, size, sums -> sums.firstHits),
        toR ? mean(groups, size, sums -> sums.rPrecision / Sums.ONE) : Double.NaN,
        toR ? mean(groups, size, sums -> sums.mapAtR / Sums.ONE) : Double.NaN,
        whole ? mean(groups, size, sums -> sums.map / Sums.ONE) : Double.NaN,
        whole ? mean(groups, size, sums -> sums.mrr / Sums.ONE) : Double.NaN,
        count,
        lone,
        sameCamera,
        byClass.size());
  }

  /** Runs in ascending order of class, so that equal sums give equal bits. */
  private static double mean(
      Collection<Sums> groups, ToLongFunction<Sums> size, ToDoubleFunction<Sums> sum) {
    double total = 0;
    for (Sums sums : groups) {
      total += sum.applyAsDouble(sums) / size.applyAsLong(sums);
    }
    return total / groups.size();
  }

  /** Adds up queries. Not thread-safe; builds once. */
  static final class Builder {

    private final int[] ks;
    private final Depth depth;
    private final TreeMap<Integer, Sums> byClass = new TreeMap<>();
    private long lone;
    private long sameCamera;

    Builder(int[] ks, Depth depth) {
      this.ks = ks;
      this.depth = depth;
    }

    void addLone() {
      lone++;
    }

    void addSameCamera(int items) {
      sameCamera += items;
    }

    /**
     * Adds a query.
     *
     * @param label its class
     * @param relevant R, at least 1
     * @param ranks of relevant items, from 1, ascending; all those that the depth reaches
     * @param count how many of the array are ranks
     */
    void add(int label, int relevant, int[] ranks, int count) {
      byClass
          .computeIfAbsent(label, l -> new Sums(ks.length))
          .add(ks, relevant, ranks, count, depth);
    }

    RetrievalTally build() {
      return new RetrievalTally(ks, depth, byClass, lone, sameCamera);
    }
  }
}
