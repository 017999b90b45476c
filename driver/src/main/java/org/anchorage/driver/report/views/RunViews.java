/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.List;

/**
 * What a page shows of one run's embedding. Immutable.
 *
 * @param scatter places of the points
 * @param distances of pairs of images
 * @param classes recall of each, the lowest first
 * @param confused pairs of classes with most misses, the most first
 * @param foundLast misses whose first right answer ranks last
 * @param surest misses whose wrong answer is nearest
 * @param drawn queries that were drawn or, of several runs, those that all of them answer
 */
public record RunViews(
    Scatter scatter,
    DistanceHistogram distances,
    List<ClassRecall> classes,
    List<ConfusedPair> confused,
    List<Answer> foundLast,
    List<Answer> surest,
    List<Answer> drawn) {

  public RunViews {
    classes = List.copyOf(classes);
    confused = List.copyOf(confused);
    foundLast = List.copyOf(foundLast);
    surest = List.copyOf(surest);
    drawn = List.copyOf(drawn);
  }

  /** Returns how many queries have a right answer. */
  public int queries() {
    return classes.stream().mapToInt(ClassRecall::queries).sum();
  }

  /** Returns how many of them find it first. */
  public int hits() {
    return classes.stream().mapToInt(ClassRecall::hits).sum();
  }
}
