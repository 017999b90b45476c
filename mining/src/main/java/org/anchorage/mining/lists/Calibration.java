/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.mining.cells.ProbeCurve;

/**
 * Which lists a query must look into to reach a recall, and the recall that this has on queries
 * other than those that it was found with.
 *
 * @param target recall that was asked for
 * @param k neighbours that it is the recall of
 * @param probing the one of the fewest comparisons that reaches it on the calibration queries; all
 *     lists if none does
 * @param recall measured on other queries; it may lie a little under the target. With a coding of
 *     fewer bytes than floats it may stay far under it, however many lists are probed
 */
public record Calibration(double target, int k, Probing probing, double recall) {

  /** Queries of each of the two samples. */
  public static final int QUERIES = 1000;

  /** Share of what may be missed that is kept back: other queries find a little less. */
  private static final double MARGIN = 0.2;

  /** A recall that is nearer to 1 needs all lists. */
  private static final double LEAST = 1e-5;

  /**
   * Calibrates on vectors of the base, each left out of its own neighbours. Takes an exact search
   * of 2 x {@value #QUERIES} queries.
   *
   * @param lists made of the base
   * @param base the vectors as they were before any coding
   * @param target recall, over 0 and at most 1
   * @param k neighbours, at least 1
   * @param seed of the samples
   * @throws IllegalArgumentException if the target or k is not in its range, or the base is not
   *     that of the lists
   */
  public static Calibration of(
      InvertedLists lists, VectorSource base, double target, int k, Seed seed) {
    if (base.count() != lists.count() || base.dim() != lists.dim()) {
      throw new IllegalArgumentException(
          "Lists of "
              + lists.count()
              + " vectors of "
              + lists.dim()
              + " numbers were not made of the "
              + base.count()
              + " of "
              + base.dim()
              + " given; pass the vectors that they were made of");
    }
    return of(
        lists,
        HeldOut.draw(base, QUERIES, k, seed.derive("calibration")),
        HeldOut.draw(base, QUERIES, k, seed.derive("check")),
        target);
  }

  /**
   * Calibrates on given queries.
   *
   * @param found queries that the number is found with
   * @param check queries that the recall is measured on
   * @param target recall, over 0 and at most 1
   * @throws IllegalArgumentException if it is not
   */
  public static Calibration of(InvertedLists lists, HeldOut found, HeldOut check, double target) {
    if (!(target > 0 && target <= 1)) {
      throw new IllegalArgumentException(
          "A recall of " + target + " cannot be reached; ask for one over 0, up to 1");
    }
    Probing probing = probing(lists, found, target);
    double recall = check.recall(lists.search(probing)).share();
    return new Calibration(target, check.exact().k(), probing, recall);
  }

  /**
   * Coded distances push out neighbours although their lists are probed: then more are aimed at.
   */
  private static Probing probing(InvertedLists lists, HeldOut found, double target) {
    ProbingCurve curve = new ProbingCurve(lists, found);
    double left = (1 - target) * (1 - MARGIN);
    do {
      Probing probing = curve.cheapest(1 - left);
      if (found.recall(lists.search(probing)).share() >= target) {
        return probing;
      }
      left *= 0.7;
    } while (left > LEAST);
    return Probing.fixed(lists.lists());
  }

  /**
   * Returns the recall of every number of probes, in one pass: a neighbour is found if its list is
   * probed. It is a bound if numbers are coded in fewer bytes than floats have.
   */
  public static ProbeCurve curve(InvertedLists lists, HeldOut queries) {
    return new ProbingCurve(lists, queries).fixed();
  }
}
