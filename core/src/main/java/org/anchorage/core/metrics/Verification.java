/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well the distance of two items tells whether they are of one class, as in face verification.
 * A pair is accepted if its distance is at most a threshold. FMR, the false match rate (false
 * accept rate), is the share of impostor pairs accepted. FNMR, the false non-match rate (1 - true
 * accept rate), is the share of genuine pairs rejected (ISO/IEC 19795-1).
 *
 * @param roc the receiver operating characteristic: a point for each threshold at which something
 *     changes, ascending; the first accepts nothing
 * @param genuine pairs of one class
 * @param impostors pairs of two classes
 */
public record Verification(List<Point> roc, long genuine, long impostors) implements Serializable {

  /**
   * One threshold.
   *
   * @param distance Euclidean, pairs up to it are accepted; negative for the threshold that accepts
   *     nothing
   * @param fmr share of impostor pairs accepted
   * @param fnmr share of genuine pairs rejected
   */
  public record Point(double distance, double fmr, double fnmr) implements Serializable {}

  public Verification {
    roc = List.copyOf(roc);
  }

  /**
   * Returns the figures of a tally.
   *
   * @throws IllegalArgumentException if it has no genuine pairs, or no impostor pairs
   */
  public static Verification of(PairTally tally) {
    long genuine = Arrays.stream(tally.genuine).sum();
    long impostors = Arrays.stream(tally.impostors).sum();
    if (genuine == 0 || impostors == 0) {
      throw new IllegalArgumentException(
          genuine
              + " genuine and "
              + impostors
              + " impostor pairs say nothing about verification; measure some of each: two"
              + " classes, one of them of two items or more");
    }
    List<Point> roc = new ArrayList<>();
    roc.add(new Point(-1, 0, 1));
    long accepted = 0;
    long matched = 0;
    for (int i = 0; i < tally.bins.length; i++) {
      accepted += tally.impostors[i];
      matched += tally.genuine[i];
      roc.add(
          new Point(
              Math.sqrt(PairTally.largest(tally.bins[i])),
              (double) accepted / impostors,
              (double) (genuine - matched) / genuine));
    }
    return new Verification(roc, genuine, impostors);
  }

  /**
   * Returns the area under the curve of 1 - FNMR over FMR: the probability that a genuine pair is
   * nearer than an impostor pair, ties counting half.
   */
  public double auc() {
    double area = 0;
    for (int i = 1; i < roc.size(); i++) {
      Point before = roc.get(i - 1);
      Point at = roc.get(i);
      area += (at.fmr() - before.fmr()) * (1 - (before.fnmr() + at.fnmr()) / 2);
    }
    return area;
  }

  /**
   * Returns the rate where FMR and FNMR are equal, on the straight line between the two thresholds
   * that it lies between.
   */
  public double equalErrorRate() {
    int i = crossing();
    Point before = roc.get(i - 1);
    Point at = roc.get(i);
    double above = before.fnmr() - before.fmr();
    double share = above / (above - (at.fnmr() - at.fmr()));
    return before.fmr() + share * (at.fmr() - before.fmr());
  }

  /** Returns the first threshold, a Euclidean distance, at which FMR is no longer below FNMR. */
  public double equalErrorDistance() {
    return roc.get(crossing()).distance();
  }

  private int crossing() {
    int i = 1;
    while (roc.get(i).fnmr() > roc.get(i).fmr()) {
      i++;
    }
    return i;
  }

  /**
   * Returns FNMR at the largest threshold whose FMR is at most a rate; 1 if only accepting nothing
   * is that strict. A rate below 1 / impostors is not resolved: it asks for an FMR of 0.
   */
  public double fnmrAt(double fmr) {
    double rate = 1;
    for (Point point : roc) {
      if (point.fmr() > fmr) {
        break;
      }
      rate = point.fnmr();
    }
    return rate;
  }

  /** Returns FNMR by FMR, ascending. */
  public SortedMap<Double, Double> fnmrAt(List<Double> rates) {
    SortedMap<Double, Double> at = new TreeMap<>();
    rates.forEach(rate -> at.put(rate, fnmrAt(rate)));
    return Collections.unmodifiableSortedMap(at);
  }
}
