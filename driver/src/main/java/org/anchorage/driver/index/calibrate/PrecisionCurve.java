/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.calibrate.LabelledDistances.Cut;

/**
 * Precision and recall of labelled pairs by distance: at quantiles of the distances, at the best
 * F1, and at the farthest distances that reach usual precisions. All pairs are looked at; what is
 * between points is left out.
 */
final class PrecisionCurve {

  private static final int QUANTILES = 200;

  private final LabelledDistances pairs;
  private final long wanted;
  private final double weight;
  private final LabelledDistances rates;
  private final SortedSet<Double> precisions = new TreeSet<>();

  /**
   * Takes pairs.
   *
   * @param wanted pairs that are the same, found or not: at least those of {@code pairs}
   * @param weight of a pair that is the same; one that is not counts 1
   * @param rates pairs of which the false positive rate is
   * @param precisions that points reach, beside the usual ones
   */
  PrecisionCurve(
      LabelledDistances pairs,
      long wanted,
      double weight,
      LabelledDistances rates,
      Collection<Double> precisions) {
    this.pairs = pairs;
    this.wanted = wanted;
    this.weight = weight;
    this.rates = rates;
    this.precisions.addAll(precisions);
    for (int percent = 50; percent <= 99; percent += percent < 90 ? 5 : 1) {
      this.precisions.add(percent / 100.0);
    }
    this.precisions.addAll(List.of(0.995, 0.999, 1.0));
  }

  List<Thresholds.Point> points() {
    NavigableMap<Double, Cut> chosen = new TreeMap<>();
    pairs.quantiles(QUANTILES).forEach(cut -> chosen.put(cut.distance(), cut));
    Cut[] best = {new Cut(0, 0, 0)};
    TreeMap<Double, Cut> farthest = new TreeMap<>();
    pairs.sweep(
        cut -> {
          if (f1(cut) > f1(best[0])) {
            best[0] = cut;
          }
          for (double reached : precisions.headSet(Math.nextUp(precision(cut)))) {
            farthest.put(reached, cut);
          }
        });
    farthest.values().forEach(cut -> chosen.put(cut.distance(), cut));
    if (best[0].pairs() > 0) {
      chosen.put(best[0].distance(), best[0]);
    }
    List<Thresholds.Point> points = new ArrayList<>();
    chosen.values().forEach(cut -> points.add(point(cut)));
    return points;
  }

  private double precision(Cut cut) {
    double same = weight * cut.same();
    return same / (same + cut.different());
  }

  private double recall(Cut cut) {
    return wanted == 0 ? 0 : (double) cut.same() / wanted;
  }

  private double f1(Cut cut) {
    return cut.same() == 0 ? 0 : 2 * precision(cut) * recall(cut) / (precision(cut) + recall(cut));
  }

  private Thresholds.Point point(Cut cut) {
    return new Thresholds.Point(
        cut.distance(),
        precision(cut),
        recall(cut),
        f1(cut),
        rates.falsePositiveRate(cut.distance()),
        cut.pairs());
  }

  /** Returns the ROC curve of pairs. */
  static List<Thresholds.Rates> roc(LabelledDistances pairs) {
    return pairs.quantiles(QUANTILES).stream()
        .map(
            cut ->
                new Thresholds.Rates(
                    cut.distance(),
                    (double) cut.different() / pairs.different().length,
                    (double) cut.same() / pairs.same().length))
        .toList();
  }
}
