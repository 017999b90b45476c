/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.report.ReportStage;
import org.anchorage.driver.session.Sparks;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes a run's report. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Write a run's report: one HTML file that needs nothing else.")
final class ReportCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();
  @Mixin Output output = new Output();

  @Override
  public Integer call() {
    RunSettings asked = options.read();
    try (SparkSession session = Sparks.open(asked.typed().spark(), "anchorage report")) {
      String report = new ReportStage(session, output.progress()).write(options.run, asked);
      output.say("Report: %s", report);
      output.writeResult(Map.of("run", options.run, "report", report));
    }
    return 0;
  }
}
