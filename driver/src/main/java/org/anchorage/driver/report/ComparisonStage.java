/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Build;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.report.views.RunViews;
import org.anchorage.driver.report.views.ViewStage;
import org.anchorage.driver.report.views.Views;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Writes several runs side by side. Runs are opened one after the other. A run that fails is left
 * out, and the page says why.
 */
public final class ComparisonStage {

  private final SparkSession session;
  private final Configuration hadoop;
  private final Progress.Factory progress;

  /** Creates the stage. */
  public ComparisonStage(SparkSession session, Progress.Factory progress) {
    this.session = session;
    this.hadoop = session.sparkContext().hadoopConfiguration();
    this.progress = progress;
  }

  /** A run and its records. */
  private record Recorded(AskedRuns.Run run, List<EpochRecord> epochs, int viewed) {}

  /**
   * Writes the page. A file that is there is replaced.
   *
   * @param to the file
   * @return the runs that are not on the page, each with a reason
   * @throws ArtifactException if no run can be shown, or the page cannot be written
   */
  public List<ComparisonData.LeftOut> write(AskedRuns asked, Path to) {
    PageFile.requireFile(to, hadoop);
    AskedRuns.Run first = asked.runs().get(0);
    ViewStage stage =
        new ViewStage(new Seed(first.settings().typed().seed()).derive("report"), progress);
    List<ComparisonData.LeftOut> leftOut = new ArrayList<>(asked.leftOut());
    List<Recorded> recorded = new ArrayList<>();
    try {
      AskedRuns.@Nullable Run shown = null;
      int viewed = 0;
      for (AskedRuns.Run run : asked.runs()) {
        try {
          // Read first: a run that was looked at has its place among the views.
          List<EpochRecord> epochs =
              ReportStage.records(new RunDirectory(run.uri(), hadoop), hadoop);
          boolean looked = look(stage, run);
          recorded.add(new Recorded(run, epochs, looked ? viewed : -1));
          viewed += looked ? 1 : 0;
          shown = looked && shown == null ? run : shown;
        } catch (ConfigurationException e) {
          throw e;
        } catch (Exception e) {
          // A task's exception is Spark's, which is checked and not declared.
          leftOut.add(new ComparisonData.LeftOut(run.uri(), reason(e)));
        }
      }
      page(recorded, leftOut, shown == null ? null : views(stage, shown), first, to);
    } finally {
      stage.delete();
    }
    return leftOut;
  }

  /** Spark wraps a task's exception, and says less. */
  private static String reason(Exception e) {
    boolean wrapped = e.getClass().getName().startsWith("org.apache.spark");
    return wrapped ? Failure.reason(e) : String.valueOf(e.getMessage());
  }

  private boolean look(ViewStage stage, AskedRuns.Run run) {
    if (!new RunDirectory(run.uri(), hadoop).hasCheckpoint()) {
      return false;
    }
    try (TrainedRun opened = TrainedRun.open(session, run.uri(), run.settings())) {
      return stage.look(opened);
    }
  }

  private Views views(ViewStage stage, AskedRuns.Run run) {
    try (TrainedRun opened = TrainedRun.open(session, run.uri(), run.settings())) {
      return stage.ofAll(opened);
    }
  }

  private void page(
      List<Recorded> recorded,
      List<ComparisonData.LeftOut> leftOut,
      @Nullable Views views,
      AskedRuns.Run first,
      Path to) {
    if (recorded.isEmpty()) {
      throw new ArtifactException(
          "None of the runs can be shown: "
              + String.join("; ", leftOut.stream().map(ComparisonData.LeftOut::reason).toList()));
    }
    List<ComparedRun> runs = new ArrayList<>();
    for (Recorded one : recorded) {
      RunViews own = views == null || one.viewed() < 0 ? null : views.runs().get(one.viewed());
      AskedRuns.Run run = one.run();
      runs.add(
          new ComparedRun(
              run.name(), run.uri(), one.epochs(), run.settings().written(), run.measured(), own));
    }
    ComparisonData data =
        new ComparisonData(
            runs.size()
                + (runs.size() == 1 ? " run on " : " runs on ")
                + ReportStage.name(first.settings().typed().corpus()),
            ReportStage.now(),
            Build.current().written(),
            runs,
            leftOut,
            views);
    PageFile.write(ComparisonWriter.html(data), to, hadoop);
  }
}
