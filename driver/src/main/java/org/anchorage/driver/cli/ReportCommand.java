/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.report.AskedRuns;
import org.anchorage.driver.report.ComparisonData;
import org.anchorage.driver.report.ComparisonStage;
import org.anchorage.driver.report.ReportStage;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report of a run, or of several side by side. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write a run's report, or several runs side by side: one HTML file that needs nothing else.",
      "Exits 1 if a run is missing; the page shows the others."
    })
final class ReportCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  Which which = new Which();

  @Mixin SettingsOptions settings = new SettingsOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "The file to write, a path or a URI; it is replaced. Default with --run: report.html in"
              + " the run. Needed with --runs.")
  @Nullable String to;

  /** One run or several. */
  static final class Which {

    @Option(names = "--run", required = true, paramLabel = "URI", description = "A run.")
    @Nullable String run;

    @Option(
        names = "--runs",
        required = true,
        split = ",",
        paramLabel = "URI",
        description = "Runs to show side by side, with commas between.")
    List<String> runs = new ArrayList<>();
  }

  @Override
  public Integer call() {
    String run = which.run;
    return run == null ? several(which.runs) : one(run);
  }

  private int one(String run) {
    RunDirectory directory = new RunDirectory(run, Sparks.hadoop());
    RunSettings asked = over(directory);
    Path file = to == null ? directory.report() : new Path(to);
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage report")) {
      String report = new ReportStage(session, output.progress()).write(run, asked, file);
      output.say("Report: %s", report);
      output.writeResult(Map.of("run", run, "report", report));
    }
    return 0;
  }

  private int several(List<String> uris) {
    String file = to;
    if (file == null) {
      throw new ConfigurationException(
          "--to", "", "name the file to write, e.g. --to comparison.html");
    }
    AskedRuns asked = AskedRuns.read(uris, Sparks.hadoop(), this::over);
    List<ComparisonData.LeftOut> leftOut;
    RunSettings first = asked.runs().get(0).settings();
    try (SparkSession session = Sparks.open(first.typed().spark(), "anchorage report")) {
      leftOut = new ComparisonStage(session, output.progress()).write(asked, new Path(file));
    }
    leftOut.forEach(run -> output.say("Left out: %s: %s", run.location(), run.reason()));
    output.say("Report: %s", file);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("runs", uris);
    result.put("left_out", leftOut);
    result.put("report", file);
    output.writeResult(result);
    return leftOut.isEmpty() ? 0 : 1;
  }

  /** Returns a run's settings with file and words over them, checked. Needs no Spark. */
  private RunSettings over(RunDirectory directory) {
    return directory.ofSameNetwork(settings.over(SettingsReader.over(directory.settings())).read());
  }
}
