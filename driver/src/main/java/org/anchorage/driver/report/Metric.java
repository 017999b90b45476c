/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A metric of an evaluation, as the page shows it.
 *
 * @param key as in a record, e.g. {@code recall_at_1}
 * @param label as in papers, e.g. Recall@1
 * @param meaning in one line
 * @param rank place in a table, lowest first
 */
record Metric(String key, String label, String meaning, int rank) {

  private static final Set<String> COUNTS =
      Set.of(
          "queries",
          "lone_queries",
          "excluded", // lone queries, in older runs
          "gallery_items",
          "same_camera_pairs",
          "junk_items",
          "distractor_items",
          "coarse_queries",
          "coarse_lone_queries");

  private static final Pattern HIGHER =
      Pattern.compile(
          "(class_average_|coarse_)?((recall|precision)_at_\\d+|r_precision|map_at_r|map|mrr)"
              + "|nmi.*|ami.*|homogeneity|completeness|adjusted_rand|auc");

  private static final String RECALL = "recall_at_";
  private static final String PRECISION = "precision_at_";

  /** Which of two figures is the better one. */
  enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  /** Returns which figure of two runs is better; what a key does not say is not judged. */
  Better better() {
    if (key.startsWith("fnmr_at_") || key.equals("equal_error_rate")) {
      return Better.LOWER;
    }
    return HIGHER.matcher(key).matches() ? Better.HIGHER : Better.NEITHER;
  }

  /** Returns the metric of a key; an unknown key is its own label. */
  static Metric of(String key) {
    if (key.matches(RECALL + "\\d{1,8}")) {
      return recall(key, Integer.parseInt(key.substring(RECALL.length())));
    }
    if (key.matches(PRECISION + "\\d{1,8}")) {
      return precision(key, Integer.parseInt(key.substring(PRECISION.length())));
    }
    return switch (key) {
      case "map_at_r" ->
          new Metric(
              key,
              "MAP@R",
              "As R-precision, but hits that come earlier count more; the strictest of these figures.",
              200_000_001);
      case "r_precision" ->
          new Metric(
              key,
              "R-precision",
              "Mean share of right images among the R nearest; the class has R other images.",
              200_000_002);
      case "nmi" ->
          new Metric(
              key,
              "NMI",
              "How well k-means clusters agree with the classes: 0% not at all, 100% fully. Grows with"
                  + " the number of classes, so compare it on one corpus only.",
              200_000_003);
      case "ami" ->
          new Metric(
              key,
              "AMI",
              "As NMI, but corrected for chance: 0% is what clusters drawn at random reach.",
              200_000_004);
      default -> new Metric(key, key.replace('_', ' '), "", Integer.MAX_VALUE);
    };
  }

  /** Returns the shares among the keys as metrics, in the order of a table. */
  static List<Metric> of(Collection<String> keys) {
    return keys.stream()
        .filter(key -> !COUNTS.contains(key))
        .map(Metric::of)
        .sorted(Comparator.comparingInt(Metric::rank).thenComparing(Metric::key))
        .toList();
  }

  private static Metric recall(String key, int k) {
    String meaning =
        k == 1
            ? "Share of queries whose nearest other image is of their class."
            : "Share of queries with at least one image of their class among the nearest "
                + k
                + ".";
    return new Metric(key, "Recall@" + k, meaning, k);
  }

  private static Metric precision(String key, int k) {
    String meaning =
        k == 1
            ? "The same as Recall@1."
            : "Mean share of the " + k + " nearest images that are of the query's class.";
    return new Metric(key, "Precision@" + k, meaning, 200_000_000);
  }
}
