/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.Thresholds;
import org.anchorage.driver.index.calibrate.Calibrator;
import org.anchorage.driver.index.calibrate.Drawing;
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

  @Mixin IndexOption index = new IndexOption();
  @Mixin DrawingOptions drawing = new DrawingOptions();
  @Mixin Output output = new Output();

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
    Drawing drawn = drawing.read();
    Configuration hadoop = Sparks.hadoop();
    try (Index opened = Index.open(index.path(), hadoop, 1)) {
      Calibrator calibrator = new Calibrator(opened, hadoop);
      Map<String, Object> result = new LinkedHashMap<>();
      Thresholds thresholds;
      if (file == null) {
        thresholds = calibrator.ofResults(drawn, precisions);
      } else {
        Calibrator.OfFile given =
            calibrator.ofFile(new Path(file), share == null ? 0 : share, precisions);
        thresholds = given.thresholds();
        given.notes().forEach(output::say);
        sayLeftOut(given);
        result.put("left_out", given.leftOut());
        result.put("unknown", given.unknown());
      }
      new CalibrationTable(output, thresholds).print(precisions);
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
  }

  private void sayLeftOut(Calibrator.OfFile given) {
    if (given.leftOut() > 0) {
      output.say(
          "Left out: %s, because %s not in the index:",
          Count.of(given.leftOut(), "pair"), Count.of(given.unknown().size(), "id is", "ids are"));
      given.unknown().stream().limit(SHOWN).forEach(id -> output.say("  %s", id));
    }
  }
}
