/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.publish.ReportStage;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.train.RunDirectory;
import org.anchorage.driver.train.TrainStage;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train: epochs of rounds, with mining and evaluation between them.")
final class TrainCommand implements Callable<Integer> {

  @Mixin SettingsOptions settings = new SettingsOptions();
  @Mixin Output output = new Output();

  @Option(names = "--resume", description = "Go on with the run from its newest whole checkpoint.")
  boolean resume;

  @Override
  public Integer call() {
    SettingsReader asked = resume ? resumed() : settings.reader();
    Settings checked = asked.settings();
    // The directory's own checks cost nothing; Spark's start does.
    new RunDirectory(checked.run(), new Configuration());
    try (SparkSession session = Sparks.open(checked.spark(), "anchorage train")) {
      TrainStage stage = new TrainStage(session, output.progress());
      List<EpochRecord> records = resume ? stage.resume(asked) : stage.begin(asked);
      String report = new ReportStage(session, output.progress()).write(checked.run(), List.of());
      Metrics.say(output, Metrics.untrained(records), Metrics.trained(records));
      output.say("Run:    %s", checked.run());
      output.say("Report: %s", report);
      output.result(Metrics.result(checked.run(), records));
    }
    return 0;
  }

  /** A run that is resumed brings its own settings. */
  private SettingsReader resumed() {
    String run = settings.reader().settings().run();
    return settings.over(new RunDirectory(run, new Configuration()).settings());
  }
}
