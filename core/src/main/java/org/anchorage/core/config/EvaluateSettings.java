/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.core.corpus.Split;

/**
 * What is measured, and when. Immutable.
 *
 * @param every epochs between evaluations; 0: only at the end; default 1
 * @param k the K of Recall@K, ascending, each at least 1; default 1, 2, 4, 8
 * @param split the split whose images are retrieved from one another; default test
 * @param restarts k-means restarts for NMI and AMI; 0 leaves them out; default 1
 * @param lone how a query with nothing to find counts; default excluded
 * @param metrics further measures of the evaluate command; default none
 * @param pools the queries and the gallery
 * @param pairs about how many pairs of each kind are verified, and how many pairs the mean distance
 *     is taken over; 0: all; default a million
 * @param fmr false match rates at which FNMR is reported, ascending, above 0 and at most 1; default
 *     0.001, 0.01, 0.1
 * @param memoryMb MB that a search or k-means may take in each executor, all its tasks together, at
 *     least 1; default 1024
 */
public record EvaluateSettings(
    int every,
    List<Integer> k,
    Split split,
    int restarts,
    LoneQueries lone,
    Set<Measure> metrics,
    Pools pools,
    long pairs,
    List<Double> fmr,
    int memoryMb)
    implements Serializable {

  public static final Key EVERY = Key.mayChange("evaluate.every");
  public static final Key K = Key.mayChange("evaluate.k");
  public static final Key SPLIT = Key.mayChange("evaluate.split");
  public static final Key RESTARTS = Key.mayChange("evaluate.restarts");
  public static final Key LONE_QUERIES = Key.mayChange("evaluate.lone-queries");
  public static final Key METRICS = Key.mayChange("evaluate.metrics");
  public static final Key QUERY = Key.mayChange("evaluate.query");
  public static final Key GALLERY = Key.mayChange("evaluate.gallery");
  public static final Key CAMERA = Key.mayChange("evaluate.camera");
  public static final Key COARSE = Key.mayChange("evaluate.coarse");
  public static final Key JUNK = Key.mayChange("evaluate.junk");
  public static final Key DISTRACTORS = Key.mayChange("evaluate.distractors");
  public static final Key PAIRS = Key.mayChange("evaluate.pairs");
  public static final Key FMR = Key.mayChange("evaluate.fmr");
  public static final Key MEMORY_MB = Key.mayChange("evaluate.memory-mb");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(
          EVERY,
          K,
          SPLIT,
          RESTARTS,
          LONE_QUERIES,
          METRICS,
          QUERY,
          GALLERY,
          CAMERA,
          COARSE,
          JUNK,
          DISTRACTORS,
          PAIRS,
          FMR,
          MEMORY_MB);

  /** How a query with nothing to find counts. Either way the number of such queries is reported. */
  public enum LoneQueries {
    /** No mean includes it. */
    EXCLUDED,
    /** It counts as 0 in every mean. */
    AS_ZERO
  }

  /** Measures that are taken only on request, because they cost time or would fill the page. */
  public enum Measure {
    /** Precision at each K. */
    PRECISION,
    /** MAP and MRR, over the whole gallery. */
    MAP,
    /** The retrieval figures again, as means over classes. */
    CLASS_AVERAGE,
    /** More figures of the k-means clusters than NMI and AMI. */
    CLUSTERING,
    /** AUC, equal error rate, FNMR at FMR, over pairs. */
    VERIFICATION,
    /** Mean distance, eigenvalues of the covariance, effective rank, spectral decay. */
    SPECTRUM
  }

  /**
   * The queries and the gallery. Items are chosen by the name of a split or, within the evaluated
   * split, by {@code attribute=value}; an empty text chooses all of the evaluated split.
   *
   * @param query the items that are queries; default all
   * @param gallery the items that are searched; default all
   * @param camera the attribute that names an item's camera; empty: there is no camera rule
   * @param coarse the attribute that names an item's coarse class; empty: there is none
   * @param junk classes whose items are left out altogether
   * @param distractors classes whose items are searched but are never queries
   */
  public record Pools(
      String query,
      String gallery,
      String camera,
      String coarse,
      List<String> junk,
      List<String> distractors)
      implements Serializable {

    public Pools {
      requireChoice(QUERY, query);
      requireChoice(GALLERY, gallery);
      junk = List.copyOf(junk);
      distractors = List.copyOf(distractors);
    }

    private static void requireChoice(Key key, String written) {
      if (written.isBlank() || written.indexOf('=') > 0) {
        return;
      }
      try {
        Split.of(written);
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(
            key, written, "use a split (train, validation or test), attribute=value, or nothing");
      }
    }
  }

  public EvaluateSettings {
    Bounds.atLeast(EVERY, every, 0);
    k = List.copyOf(k);
    if (k.isEmpty()) {
      throw new ConfigurationException(K, k, "name at least one K, e.g. [1]");
    }
    for (int i = 0; i < k.size(); i++) {
      if (k.get(i) < 1 || (i > 0 && k.get(i) <= k.get(i - 1))) {
        throw new ConfigurationException(K, k, "each K must be larger than the one before");
      }
    }
    Bounds.atLeast(RESTARTS, restarts, 0);
    metrics = Set.copyOf(metrics);
    if (metrics.contains(Measure.CLUSTERING) && restarts == 0) {
      throw new ConfigurationException(
          METRICS,
          "clustering",
          "evaluate.restarts = 0 leaves the clusters out; set it to 1 or more");
    }
    Bounds.atLeast(PAIRS, pairs, 0);
    Bounds.atLeast(MEMORY_MB, memoryMb, 1);
    fmr = List.copyOf(fmr);
    for (int i = 0; i < fmr.size(); i++) {
      if (!(fmr.get(i) > 0 && fmr.get(i) <= 1) || (i > 0 && fmr.get(i) <= fmr.get(i - 1))) {
        throw new ConfigurationException(
            FMR, fmr, "each rate must be larger than the one before, above 0 and at most 1");
      }
    }
  }

  static EvaluateSettings read(TypedValues value) {
    return new EvaluateSettings(
        value.whole(EVERY),
        value.wholes(K),
        value.split(SPLIT),
        value.whole(RESTARTS),
        value.choice(LONE_QUERIES, LoneQueries.class),
        value.choices(METRICS, Measure.class),
        new Pools(
            value.text(QUERY),
            value.text(GALLERY),
            value.text(CAMERA),
            value.text(COARSE),
            value.texts(JUNK),
            value.texts(DISTRACTORS)),
        value.wholeLong(PAIRS),
        value.numbers(FMR),
        value.whole(MEMORY_MB));
  }

  /** Returns whether a measure is asked for. */
  public boolean asks(Measure measure) {
    return metrics.contains(measure);
  }

  /**
   * Returns these settings without the measures that are taken only on request; training uses them.
   */
  public EvaluateSettings usual() {
    Set<Measure> none = EnumSet.noneOf(Measure.class);
    return new EvaluateSettings(every, k, split, restarts, lone, none, pools, pairs, fmr, memoryMb);
  }
}
