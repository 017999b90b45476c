/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.store.Generation;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Measures what the distances of an index say, on pairs that are labelled.
 *
 * <p>Precision depends on how many of the pairs are the same. Whoever sets a threshold wants to
 * know how many of the results within it are right. So, unless pairs are given, the pairs are those
 * that searches return: items with their nearest. The ROC curve does not depend on that share; it
 * is measured on pairs that are drawn at random.
 *
 * <p>Memory: 12 bytes an item and 16 a pair.
 */
public final class Calibrator {

  private final Index index;
  private final Configuration hadoop;

  /**
   * Takes an index, which nobody refreshes meanwhile.
   *
   * @throws ArtifactException if its format is below 3
   */
  public Calibrator(Index index, Configuration hadoop) {
    this.index = index;
    this.hadoop = hadoop;
    int format = index.info().format();
    if (format < Generation.FORMAT) {
      throw new ArtifactException(
          "The index at "
              + index.location()
              + " has format "
              + format
              + ", and only indices of format "
              + Generation.FORMAT
              + " are calibrated; run ./anchorage index compact --index "
              + index.location()
              + ", which makes the new format of it");
    }
  }

  /**
   * What given pairs say.
   *
   * @param thresholds that were measured
   * @param leftOut pairs of which an id is not in the index
   * @param unknown these ids, in the order of the file
   * @param notes what was found out about the file
   */
  public record OfFile(
      Thresholds thresholds, long leftOut, List<String> unknown, List<String> notes) {}

  /**
   * Measures the pairs that searches return.
   *
   * @param precisions that points reach, beside the usual ones
   * @throws IllegalArgumentException if there are no items of the split with a class, or fewer than
   *     two classes, or no class has two items, or no result has a class
   */
  public Thresholds ofResults(Drawing drawing, Collection<Double> precisions) {
    LabelledItems items = index.ofSnapshot(now -> new LabelledItems(now.parts()));
    String split = drawing.splitOf(items);
    int[] from = items.of(split);
    require(items, from, split);
    int[] queries = drawing.queries(from);
    ResultPairs results = ResultPairs.of(index, items, queries, drawing.nearest());
    requireAny(results, queries.length, drawing.nearest());
    LabelledDistances drawn = DrawnPairs.of(items, from, drawing.pairs() / 2, drawing.seeds());
    return thresholds(
        origin(
            Thresholds.RESULTS, split, drawing.nearest(), queries.length, results.distances(), 0),
        new PrecisionCurve(results.distances(), results.wanted(), 1, drawn, precisions),
        drawn);
  }

  private void require(LabelledItems items, int[] from, String split) {
    if (from.length == 0 && !split.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "No item of the index at %s has a class and the split '%s'; there are the splits %s",
              index.location(),
              split,
              String.join(", ", items.splits())));
    }
    if (items.classes() < 2 || items.withClassmates(from).length == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The items of the index at %s do not tell what is the same: they have %s, and two"
                  + " classes and one of two items are needed; give pairs with --pairs-file",
              index.location(),
              Count.of(items.classes(), "class")));
    }
  }

  /** Without a pair every share would be 0 / 0. */
  private void requireAny(ResultPairs results, int queries, int nearest) {
    if (results.distances().pairs() == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "No result has a class, of the %s that were searched by in the index at %s and their"
                  + " %s: none is right or wrong. Ask for more with --nearest, or give pairs with"
                  + " --pairs-file",
              Count.of(queries, "item"),
              index.location(),
              Count.of(nearest, "nearest", "nearest")));
    }
  }

  /**
   * Measures pairs that are given.
   *
   * @param file of lines {@code id_a,id_b,same}, where the last is 1, 0, true or false
   * @param share of same pairs where the threshold will be used, over 0 and below 1; 0 for that of
   *     the file
   * @param precisions that points reach, beside the usual ones
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a line is wrong, or no pair of the index is the same, or
   *     none is different
   */
  public OfFile ofFile(Path file, double share, Collection<Double> precisions) throws IOException {
    PairsFile.Read read = PairsFile.read(file, hadoop, index);
    LabelledDistances pairs = read.distances();
    int same = pairs.same().length;
    int different = pairs.different().length;
    if (same == 0 || different == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %s in this index, and %s (left out, because an id is not in the index: %,d);"
                  + " both kinds are needed",
              file,
              Count.of(same, "pair that is the same", "pairs that are the same"),
              Count.of(different, "that is not", "that are not"),
              read.leftOut()));
    }
    double weight = share == 0 ? 1 : share / (1 - share) * different / same;
    return new OfFile(
        thresholds(
            origin(Thresholds.FILE, "", 0, 0, pairs, share),
            new PrecisionCurve(pairs, same, weight, pairs, precisions),
            pairs),
        read.leftOut(),
        List.copyOf(read.unknown()),
        read.notes());
  }

  private Thresholds.Origin origin(
      String kind, String split, int nearest, int items, LabelledDistances pairs, double share) {
    IndexInfo info = index.info();
    return new Thresholds.Origin(
        kind,
        split,
        nearest,
        items,
        pairs.same().length,
        pairs.different().length,
        share > 0 ? share : pairs.sameShare(),
        info.model(),
        info.version(),
        info.items());
  }

  private static Thresholds thresholds(
      Thresholds.Origin origin, PrecisionCurve curve, LabelledDistances rates) {
    return new Thresholds(origin, curve.points(), PrecisionCurve.roc(rates), rates.area());
  }

  /**
   * Makes thresholds those of the index: whoever asks it from now on gets them. Those before are
   * replaced.
   *
   * @throws ArtifactException if they cannot be written; those before are then as they were
   */
  public void write(Thresholds thresholds) {
    new ThresholdsFile(index.location(), hadoop).write(thresholds);
  }
}
