/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;

/**
 * Looks at runs, one after the other, all through the same images: those that the first evaluates,
 * or a sample of them. The driver holds no more than the sample, whose size is a constant. Not
 * thread-safe.
 */
public final class ViewStage {

  private final Seed seed;
  private final Progress.Factory progress;
  private final List<EmbeddedLook> looks = new ArrayList<>();
  private final List<Measured> measured = new ArrayList<>();

  /**
   * Creates the stage.
   *
   * @param seed of samples
   */
  public ViewStage(Seed seed, Progress.Factory progress) {
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Embeds what is looked at, and measures it.
   *
   * @return whether there is anything to look at
   * @throws ConfigurationException if the run evaluates other images than the first
   * @throws DivergedException if its vectors are not finite
   */
  public boolean look(TrainedRun run) {
    EvaluatedItems items =
        EvaluatedItems.of(
            run.open().catalogue(), run.open().corpus().facts(), run.open().settings().evaluate());
    LookedAt looked = LookedAt.of(items, LookedAt.MOST, seed.derive("sample"));
    if (looked.isEmpty()) {
      return false;
    }
    if (!looks.isEmpty() && !looks.get(0).looked().sameAs(looked)) {
      throw new ConfigurationException(
          "--runs",
          run.directory().location(),
          "it evaluates other images than the first run; name a corpus and a split for all, e.g."
              + " corpus=URI evaluate.split=test");
    }
    EmbeddedLook look = EmbeddedLook.of(run, looked, progress);
    boolean kept = false;
    try {
      measured.add(Measured.of(look, points(looked), seed.derive("points"), progress));
      looks.add(look);
      kept = true;
    } finally {
      if (!kept) {
        look.delete();
      }
    }
    return true;
  }

  /** Returns positions among the rows looked at. */
  private int[] points(LookedAt looked) {
    return ClassSample.of(looked.labels(), Scatter.MOST, seed.derive("points"));
  }

  /**
   * Returns the views of the one run that was looked at.
   *
   * @param run that pictures are read with
   */
  public Views ofOne(TrainedRun run) {
    return new OneRun(looks.get(0), measured.get(0), seed).views(run, pointRows());
  }

  /**
   * Returns the views of all runs that were looked at. All answer the same queries: some that were
   * drawn, and some that a run answers worst, in turn.
   *
   * @param run that pictures are read with
   */
  public Views ofAll(TrainedRun run) {
    return new SideBySide(looks, measured, seed).views(run, pointRows());
  }

  private int[] pointRows() {
    LookedAt looked = looks.get(0).looked();
    return Arrays.stream(points(looked)).map(at -> looked.rows()[at]).toArray();
  }

  /** Deletes the vectors of all runs. */
  public void delete() {
    looks.forEach(EmbeddedLook::delete);
  }
}
