/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is searched by: a vector, and items that are no results.
 *
 * @param vector of the index's dim; kept, not copied, and not to be changed
 * @param leaveOut ids of items that are left out of the results, such as those searched by
 */
public record QueryVector(float[] vector, Set<String> leaveOut) {

  public QueryVector {
    leaveOut = Set.copyOf(leaveOut);
  }

  /**
   * One of several vectors to search by.
   *
   * @param vector of the index's dim
   * @param weight negative for "not like this"
   */
  public record Term(float[] vector, double weight) {

    public Term {
      if (weight == 0 || Double.isNaN(weight) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "A query cannot have the weight "
                + weight
                + "; give a number over 0, or one below 0 for \"not like this\"");
      }
    }
  }

  /** Searches by one vector. */
  public static QueryVector of(float[] vector) {
    return new QueryVector(vector, Set.of());
  }

  /**
   * Searches by several vectors: the sum of each weight times its vector scaled to length 1. The
   * sum is scaled to the mean length of the vectors with positive weights, which is 1 in an index
   * of unit vectors. One vector with a positive weight stays as it is.
   *
   * @throws IllegalArgumentException if no weight is positive, the vectors have several lengths, or
   *     the sum is zero
   */
  public static QueryVector of(List<Term> terms) {
    if (terms.stream().noneMatch(term -> term.weight() > 0)) {
      throw new IllegalArgumentException(
          "A search needs at least one query that results are like; give one a positive weight");
    }
    if (terms.size() == 1) {
      return of(terms.get(0).vector());
    }
    double[] sum = new double[terms.get(0).vector().length];
    double lengths = 0;
    double weights = 0;
    for (Term term : terms) {
      if (term.vector().length != sum.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Vectors of %d and of %d floats cannot be searched by together; embed all with"
                    + " the index's own network",
                sum.length,
                term.vector().length));
      }
      double length = length(term.vector());
      for (int i = 0; i < sum.length && length > 0; i++) {
        sum[i] += term.weight() * term.vector()[i] / length;
      }
      lengths += Math.max(0, term.weight()) * length;
      weights += Math.max(0, term.weight());
    }
    return of(scaled(sum, lengths / weights));
  }

  /** Returns the Euclidean length of a vector. */
  static double length(float[] vector) {
    double squared = 0;
    for (float value : vector) {
      squared += (double) value * value;
    }
    return Math.sqrt(squared);
  }

  private static float[] scaled(double[] sum, double wanted) {
    double squared = 0;
    for (double value : sum) {
      squared += value * value;
    }
    if (squared == 0) {
      throw new IllegalArgumentException(
          "The queries cancel one another out; give them other weights");
    }
    double scale = wanted / Math.sqrt(squared);
    float[] vector = new float[sum.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (sum[i] * scale);
    }
    return vector;
  }

  /** Returns the same query without some items. */
  public QueryVector without(Set<String> ids) {
    return new QueryVector(vector, ids);
  }
}
