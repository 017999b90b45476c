/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.calibrate.Calibrator;
import org.anchorage.driver.report.CalibrationWriter;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what the distances of an index say. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Measure precision and recall by distance, and keep them in the index.",
      "search --threshold precision=P and the page of serve use them. Unless pairs are given,"
          + " the pairs are items with what a search for each returns."
    })
final class IndexCalibrateCommand implements Callable<Integer> {

  private static final int SHOWN = 20;
  private static final List<Double> USUAL = List.of(0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99);

  @Mixin IndexOption index = new IndexOption();
  @Mixin Output output = new Output();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "Search by the items of this split, among all items; or all. Default: test if it has"
              + " items. The network knows those of train.")
  String split = "";

  @Option(
      names = "--nearest",
      paramLabel = "N",
      description = "Results of each search (default ${DEFAULT-VALUE}).")
  int nearest = Calibrator.Drawing.USUAL.nearest();

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description =
          "Most pairs of an item and a result; as many are drawn for the ROC curve (default"
              + " ${DEFAULT-VALUE}).")
  int pairs = Calibrator.Drawing.USUAL.pairs();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of what is drawn (default ${DEFAULT-VALUE}).")
  long seed = Calibrator.Drawing.USUAL.seed();

  @Option(
      names = "--pairs-file",
      paramLabel = "URI",
      description = "Measure these pairs instead: CSV, id_a,id_b,same with 1, 0, true or false.")
  @Nullable String file;

  @Option(
      names = "--same-share",
      paramLabel = "P",
      description =
          "With --pairs-file: share of same pairs where the threshold will be used. Precision is"
              + " computed for it. Default: that of the file.")
  @Nullable Double share;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "Also find the farthest distance that reaches this; may be given several times.")
  List<Double> precisions = List.of();

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Also draw the curves: one HTML file, at a path or a URI.")
  @Nullable String plot;

  @Override
  public Integer call() throws IOException {
    check();
    Configuration hadoop = Sparks.hadoop();
    try (Index opened = Index.open(index.path(), hadoop, 1)) {
      Calibrator calibrator = new Calibrator(opened, hadoop);
      Map<String, Object> result = new LinkedHashMap<>();
      Thresholds thresholds;
      if (file == null) {
        thresholds =
            calibrator.ofResults(new Calibrator.Drawing(split, nearest, pairs, seed), precisions);
      } else {
        Calibrator.OfFile given =
            calibrator.ofFile(new Path(file), share == null ? 0 : share, precisions);
        thresholds = given.thresholds();
        sayLeftOut(given);
        result.put("left_out", given.leftOut());
        result.put("unknown", given.unknown());
      }
      say(thresholds);
      calibrator.write(thresholds);
      output.say("Written to %s. search --threshold precision=0.95 and serve use it", index.index);
      if (plot != null) {
        CalibrationWriter.write(index.index, thresholds, new Path(plot), hadoop);
        output.say("Drawn in %s", plot);
      }
      result.put("thresholds", thresholds);
      thresholds.best().ifPresent(best -> result.put("best", best));
      output.writeResult(result);
    }
    return 0;
  }

  private void check() {
    for (double precision : precisions) {
      if (!(precision > 0 && precision <= 1)) {
        throw new ConfigurationException(
            "--precision", precision, "a precision is over 0, and at most 1");
      }
    }
    if (share != null && (file == null || !(share > 0 && share < 1))) {
      throw new ConfigurationException(
          "--same-share", share, "give a share over 0 and below 1, with --pairs-file");
    }
    if (nearest < 1) {
      throw new ConfigurationException("--nearest", nearest, "ask for at least 1 result");
    }
    if (pairs < 2) {
      throw new ConfigurationException("--pairs", pairs, "ask for at least 2 pairs");
    }
  }

  private void sayLeftOut(Calibrator.OfFile given) {
    if (given.leftOut() > 0) {
      output.say(
          "%,d pairs were left out, because %,d ids are not in the index:",
          given.leftOut(), given.unknown().size());
      given.unknown().stream().limit(SHOWN).forEach(id -> output.say("  %s", id));
    }
  }

  private void say(Thresholds thresholds) {
    Thresholds.Origin origin = thresholds.origin();
    long all = origin.same() + origin.different();
    if (origin.pairs().equals(Thresholds.RESULTS)) {
      output.say(
          "%,d pairs: %,d items%s, and the %d nearest of each. %.1f %% are the same",
          all,
          origin.items(),
          origin.split().isEmpty() ? "" : " of the split " + origin.split(),
          origin.nearest(),
          100.0 * origin.same() / all);
    } else {
      output.say("%,d pairs. %.1f %% are the same", all, 100.0 * origin.same() / all);
      output.say(
          "Precision holds where %.2f %% of the pairs that are compared are the same",
          100 * origin.sameShare());
    }
    output.say(
        "%8s  %9s  %7s  %6s  %15s", "distance", "precision", "recall", "F1", "false positives");
    TreeSet<Double> shown = new TreeSet<>(USUAL);
    shown.addAll(precisions);
    Set<Thresholds.Point> rows = new LinkedHashSet<>();
    for (double precision : shown.descendingSet()) {
      thresholds
          .reaching(precision)
          .ifPresentOrElse(
              rows::add, () -> output.say("%8s  %9s  is not reached", "", percent(precision)));
    }
    rows.forEach(this::row);
    thresholds
        .best()
        .ifPresent(
            best -> {
              output.say("The best F1:");
              row(best);
            });
    output.say(
        "Area under the ROC curve %.4f%s",
        thresholds.area(),
        origin.pairs().equals(Thresholds.RESULTS)
            ? ", of pairs that were drawn: as many of one class as of two"
            : "");
  }

  private void row(Thresholds.Point at) {
    output.say(
        "%8.4f  %9s  %7s  %6.3f  %15s",
        at.distance(),
        percent(at.precision()),
        percent(at.recall()),
        at.f1(),
        percent(at.falsePositiveRate()));
  }

  private static String percent(double share) {
    return String.format(share > 0 && share < 0.01 ? "%.3f %%" : "%.1f %%", 100 * share);
  }
}
