/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Build;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.report.views.DivergedException;
import org.anchorage.driver.report.views.ViewStage;
import org.anchorage.driver.report.views.Views;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Writes the report of a run: its records, and views of its embedding. */
public final class ReportStage {

  private final SparkSession session;
  private final Progress.Factory progress;

  /** Creates the stage. */
  public ReportStage(SparkSession session, Progress.Factory progress) {
    this.session = session;
    this.progress = progress;
  }

  /**
   * Writes {@code report.html} into a run's directory, replacing an older one.
   *
   * @param uri of the run
   * @return where the report lies
   * @throws ArtifactException if there is no such run, or it cannot be read or written
   */
  public String write(String uri) {
    RunDirectory directory = directory(uri);
    return write(uri, directory.settings(), directory.report());
  }

  /**
   * Writes the report of a run, with views of its embedding under other settings. A file that is
   * there is replaced. A run without a checkpoint has a report without views.
   *
   * @param uri of the run
   * @param settings to open the run with, e.g. another corpus
   * @param to the file
   * @return where the report lies
   * @throws ArtifactException if there is no such run, or it cannot be read or written
   */
  public String write(String uri, RunSettings settings, Path to) {
    RunDirectory directory = directory(uri);
    RunSettings fitting = directory.ofSameNetwork(settings);
    Settings typed = fitting.typed();
    PageFile.requireFile(to, hadoop());
    Looked looked = looked(uri, directory, fitting);
    ReportData data =
        new ReportData(
            typed.loss().written() + " on " + name(typed.corpus()),
            uri,
            now(),
            Build.current().written(),
            records(directory, hadoop()),
            looked.views(),
            looked.none(),
            fitting.written());
    PageFile.write(ReportWriter.html(data), to, hadoop());
    return to.toString();
  }

  /**
   * What a run's embedding looks like.
   *
   * @param none why there are no views
   */
  private record Looked(@Nullable Views views, String none) {}

  private Looked looked(String uri, RunDirectory directory, RunSettings settings) {
    if (!directory.hasCheckpoint()) {
      return new Looked(null, "the run has no checkpoint yet");
    }
    try {
      Views views = views(uri, settings);
      return new Looked(
          views, views == null ? "its corpus has fewer than two images to evaluate" : "");
    } catch (DivergedException e) {
      return new Looked(null, String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Views views(String uri, RunSettings settings) {
    try (TrainedRun run = TrainedRun.open(session, uri, settings)) {
      ViewStage stage = new ViewStage(new Seed(settings.typed().seed()).derive("report"), progress);
      try {
        return stage.look(run) ? stage.ofOne(run) : null;
      } finally {
        stage.delete();
      }
    }
  }

  private RunDirectory directory(String uri) {
    return new RunDirectory(uri, hadoop());
  }

  private Configuration hadoop() {
    return session.sparkContext().hadoopConfiguration();
  }

  /** Returns the last part of a corpus's URI. */
  static String name(String corpus) {
    return corpus.isBlank() ? "no corpus" : new Path(corpus).getName();
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static List<EpochRecord> records(RunDirectory directory, Configuration hadoop) {
    try {
      return new RunLog(directory.location(), hadoop).read();
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot read the run at " + directory.location() + ": " + e.getMessage(), e);
    }
  }
}
