/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.TripletLossSettings.Swap;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;

/**
 * Adds up a penalty over all triplets of one anchor after another. Its inner loops run over plain
 * arrays of one anchor's negatives, without calls, because they run millions of times per batch.
 * Not thread-safe.
 */
final class BatchAllSum {

  /** Bound of an exponent: a product of 1 + exp(...) can then be tested after it was made. */
  private static final double WIDEST = 100;

  private final Distances distances;
  private final Rows rows;
  private final Swap swap;
  private final double threshold;
  private final double[] slopes;
  private final int[] positives;
  private final int[] negatives;
  private final double[] toNegative;
  private final double[] pull;
  private final double[] factor;
  private int positiveCount;
  private int negativeCount;
  private double value;
  private long tuples;
  private long active;

  BatchAllSum(Distances distances, Rows rows, Swap swap, double threshold) {
    this.distances = distances;
    this.rows = rows;
    this.swap = swap;
    this.threshold = threshold;
    int size = rows.size();
    slopes = new double[size * size];
    positives = new int[size];
    negatives = new int[size];
    toNegative = new double[size];
    pull = new double[size];
    factor = new double[size];
  }

  double value() {
    return value;
  }

  long tuples() {
    return tuples;
  }

  long active() {
    return active;
  }

  /** Returns the derivatives of the sum by each distance; not a copy. */
  double[] slopes() {
    return slopes;
  }

  /** Adds the triplets of an anchor. */
  void add(int anchor, Penalty penalty) {
    int[] labels = rows.labels();
    positiveCount = 0;
    negativeCount = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != labels[anchor]) {
        toNegative[negativeCount] = distances.between(anchor, i);
        pull[negativeCount] = 0;
        negatives[negativeCount++] = i;
      } else if (i != anchor) {
        positives[positiveCount++] = i;
      }
    }
    tuples += (long) positiveCount * negativeCount;
    if (swap == Swap.WHERE_NEARER) {
      addSwapped(anchor, penalty);
    } else if (penalty instanceof Penalty.Hinge hinge) {
      addHinge(anchor, hinge.margin());
    } else if (penalty instanceof Penalty.Soft soft && narrow(anchor, soft.margin())) {
      addSoft(anchor, soft.margin());
    } else {
      addAny(anchor, penalty);
    }
    for (int n = 0; n < negativeCount; n++) {
      slopes[anchor * labels.length + negatives[n]] -= pull[n];
    }
  }

  private void addHinge(int anchor, double margin) {
    for (int k = 0; k < positiveCount; k++) {
      double toPositive = distances.between(anchor, positives[k]);
      double sum = 0;
      int push = 0;
      int over = 0;
      for (int n = 0; n < negativeCount; n++) {
        double term = toPositive - toNegative[n] + margin;
        int hit = term > 0 ? 1 : 0;
        sum += Math.max(0, term);
        push += hit;
        over += term > threshold ? 1 : 0;
        pull[n] += hit;
      }
      value += sum;
      active += over;
      slopes[anchor * rows.size() + positives[k]] += push;
    }
  }

  /**
   * exp(d_ap - d_an + margin) is a product of one factor per positive and one per negative. A sum
   * of logarithms is the logarithm of a product. So no triplet needs an exponential or a logarithm
   * of its own.
   */
  private void addSoft(int anchor, double margin) {
    double origin = toNegative[0];
    for (int n = 0; n < negativeCount; n++) {
      factor[n] = Math.exp(origin - toNegative[n]);
    }
    for (int k = 0; k < positiveCount; k++) {
      double toPositive = distances.between(anchor, positives[k]);
      double own = Math.exp(toPositive - origin + margin);
      double product = 1;
      double push = 0;
      int over = 0;
      for (int n = 0; n < negativeCount; n++) {
        double exponential = own * factor[n];
        double slope = exponential / (1 + exponential);
        product *= 1 + exponential;
        if (product > 1e100) {
          value += Math.log(product);
          product = 1;
        }
        push += slope;
        over += exponential > threshold ? 1 : 0;
        pull[n] += slope;
      }
      value += Math.log(product);
      active += over;
      slopes[anchor * rows.size() + positives[k]] += push;
    }
  }

  /** Returns whether no factor of the soft term comes near the ends of a double's range. */
  private boolean narrow(int anchor, double margin) {
    if (negativeCount == 0) {
      return false;
    }
    double widest = 0;
    for (int n = 0; n < negativeCount; n++) {
      widest = Math.max(widest, Math.abs(toNegative[0] - toNegative[n]));
    }
    double highest = 0;
    for (int k = 0; k < positiveCount; k++) {
      double toPositive = distances.between(anchor, positives[k]);
      highest = Math.max(highest, Math.abs(toPositive - toNegative[0] + margin));
    }
    return widest + highest < WIDEST;
  }

  private void addAny(int anchor, Penalty penalty) {
    for (int k = 0; k < positiveCount; k++) {
      double toPositive = distances.between(anchor, positives[k]);
      double push = 0;
      for (int n = 0; n < negativeCount; n++) {
        double slope = addTerm(penalty, toPositive - toNegative[n]);
        push += slope;
        pull[n] += slope;
      }
      slopes[anchor * rows.size() + positives[k]] += push;
    }
  }

  private void addSwapped(int anchor, Penalty penalty) {
    for (int k = 0; k < positiveCount; k++) {
      int p = positives[k];
      double toPositive = distances.between(anchor, p);
      double push = 0;
      for (int n = 0; n < negativeCount; n++) {
        double fromPositive = distances.between(p, negatives[n]);
        boolean nearer = fromPositive < toNegative[n];
        double slope = addTerm(penalty, toPositive - (nearer ? fromPositive : toNegative[n]));
        push += slope;
        if (nearer) {
          slopes[p * rows.size() + negatives[n]] -= slope;
        } else {
          pull[n] += slope;
        }
      }
      slopes[anchor * rows.size() + p] += push;
    }
  }

  private double addTerm(Penalty penalty, double x) {
    double added = penalty.value(x);
    value += added;
    active += added > threshold ? 1 : 0;
    return penalty.slope(x);
  }
}
