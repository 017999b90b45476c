/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.RunSettings;
import org.anchorage.driver.lease.Lease;
import org.anchorage.driver.mine.MineStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.record.RunLog;
import org.anchorage.driver.rounds.RoundEngine;
import org.anchorage.driver.run.Checkpoints;
import org.anchorage.driver.run.OpenRun;
import org.anchorage.driver.run.RunDirectory;

/**
 * What a {@link Training} works with.
 *
 * @param run the corpus and the settings, opened
 * @param directory that the run writes to
 * @param lease on the directory; asked before anything is written
 * @param planning plans the epochs
 * @param engine runs the rounds
 * @param checkpoints in the directory
 * @param log the records, in the directory
 * @param mine mines after each epoch, and reads what was mined
 * @param progress shows how far each stage is
 */
record RunParts(
    OpenRun run,
    RunDirectory directory,
    Lease lease,
    Planning planning,
    RoundEngine engine,
    Checkpoints checkpoints,
    RunLog log,
    MineStage mine,
    Progress.Factory progress) {

  /**
   * Puts together what the settings of a run ask for.
   *
   * @param settings of the run, which manifests repeat as written
   */
  static RunParts of(
      OpenRun run,
      RunDirectory directory,
      Lease lease,
      Planning planning,
      RunSettings settings,
      Progress.Factory progress) {
    return new RunParts(
        run,
        directory,
        lease,
        planning,
        RoundEngine.of(run.context()),
        new Checkpoints(
            directory.checkpoints(),
            run.hadoop(),
            settings.written(),
            parents(run, directory, planning),
            run.settings().train().checkpointKeep()),
        new RunLog(directory.location(), run.hadoop()),
        MineStage.of(run, settings.written(), lease::require),
        progress);
  }

  /** Returns what checkpoints are made from: what is trained on, and the run's start. */
  private static List<Manifest.Parent> parents(
      OpenRun run, RunDirectory directory, Planning planning) {
    List<Manifest.Parent> parents = new ArrayList<>(planning.parents());
    float[] start = run.context().shared().start();
    if (start != null) {
      parents.add(directory.start().parent(start));
    }
    return parents;
  }

  /** Returns the same parts with another engine. */
  RunParts with(RoundEngine other) {
    return new RunParts(run, directory, lease, planning, other, checkpoints, log, mine, progress);
  }
}
