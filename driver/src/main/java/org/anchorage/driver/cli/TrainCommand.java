/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.FineTuneSettings;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.report.ReportStage;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.train.TrainStage;
import org.anchorage.driver.weights.StoredWeights;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a run. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train: epochs of rounds, with mining and evaluation between them.")
final class TrainCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);

  @Mixin SettingsOptions settings = new SettingsOptions();
  @Mixin Output output = new Output();

  @Option(names = "--resume", description = "Continue the run from its newest whole checkpoint.")
  boolean resume;

  @Override
  public Integer call() {
    try (StoredWeights weights = new StoredWeights()) {
      train(weights);
    }
    return 0;
  }

  private void train(StoredWeights weights) {
    RunSettings asked = resume ? resumed() : begun(weights);
    Settings checked = asked.typed();
    try (SparkSession session = Sparks.open(checked, "anchorage train")) {
      TrainStage stage = new TrainStage(session, output.progress(), weights);
      List<EpochRecord> before = resume ? records(checked) : List.of();
      List<EpochRecord> records = resume ? stage.resume(asked) : stage.begin(asked);
      if (records.equals(before)) {
        output.say(
            "The run at %s is finished (epochs = %d), so nothing was done; give more epochs to train on",
            checked.run(), checked.train().epochs());
      }
      Metrics.say(output, records);
      output.say("Run:    %s", checked.run());
      output.writeResult(Metrics.result(checked.run(), records));
      report(session, checked.run());
    }
  }

  /** The run is whole without its report, so one that fails does not fail the training. */
  private void report(SparkSession session, String run) {
    try {
      output.say("Report: %s", new ReportStage(session, output.progress()).write(run));
    } catch (Exception e) {
      LOG.debug("The report could not be written", e);
      output.say(
          "Report: none, because %s. The run is whole; try again by ./anchorage report --run %s",
          Failure.reason(e), run);
    }
  }

  /** Returns the records of a run that is resumed. An epoch that is trained again has another. */
  private static List<EpochRecord> records(Settings resumed) {
    try {
      return new RunLog(new Path(resumed.run()), Sparks.hadoop()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read the records of " + resumed.run() + ": " + e.getMessage(), e);
    }
  }

  // Spark's start costs seconds, on a cluster minutes; these checks cost nothing.

  private RunSettings begun(StoredWeights weights) {
    RunSettings begun = weights.resolved(settings.read(), Sparks.hadoop());
    Settings checked = begun.typed();
    OpenRun.requireCorpus(checked);
    new RunDirectory(checked.run(), Sparks.hadoop()).requireFree();
    if (checked.encoder().backbone().hasWeights()) {
      sayStart(checked);
    }
    return begun;
  }

  private void sayStart(Settings begun) {
    EncoderSettings encoder = begun.encoder();
    FineTuneSettings tune = begun.fineTune();
    output.say(
        "Start:  %s with the weights of %s; padding %s, input %s",
        encoder.name(),
        encoder.backbone().weights(),
        TypedValues.written(encoder.shape().padding()),
        TypedValues.written(encoder.inputWord()));
    output.say(
        "Trains: %s%s",
        tune.trainable().written(),
        tune.warmUp() == 0
            ? ""
            : String.format(
                Locale.ROOT, "; the head alone up to the end of epoch %d", tune.warmUp()));
  }

  /** A run that is resumed brings its own settings. */
  private RunSettings resumed() {
    String run = settings.over(SettingsReader.defaults()).written(Settings.RUN);
    RunDirectory directory = new RunDirectory(run, Sparks.hadoop());
    RunSettings resumed =
        directory.resumed(settings.over(SettingsReader.over(directory.settings())).read());
    Lease.requireFree(
        directory.location(),
        Sparks.hadoop(),
        Duration.ofSeconds(resumed.typed().train().leaseSeconds()),
        Clock.systemUTC());
    return resumed;
  }
}
