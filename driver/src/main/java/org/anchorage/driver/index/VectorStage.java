/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Embeds items of a corpus with a trained run, and writes their vectors. */
public final class VectorStage {

  private final VectorStore store;
  private final Progress.Factory progress;

  /** Creates the stage. */
  public VectorStage(SparkSession session, Progress.Factory progress) {
    this.store = new VectorStore(session);
    this.progress = progress;
  }

  /**
   * Writes the vectors alone.
   *
   * @param rows of the run's corpus
   * @return the manifest; counts {@code items} and {@code dim}
   * @throws ArtifactException if the target exists and is not to be replaced, or cannot be written
   */
  public Manifest write(TrainedRun run, int[] rows, Path target, WhenExists when) {
    store.requireFree(target, when);
    return store.write(
        target, when, items(run, rows), embedded(run, rows), run.reader(), parents(run));
  }

  /**
   * Writes an index: the vectors, and the network that made them.
   *
   * @param rows of the run's corpus
   * @return the manifest; counts {@code items} and {@code dim}
   * @throws ArtifactException if the target exists and is not to be replaced, or cannot be written
   */
  public Manifest writeIndex(TrainedRun run, int[] rows, Path target, WhenExists when) {
    store.requireFree(target, when);
    return store.writeIndex(
        target,
        when,
        items(run, rows),
        embedded(run, rows),
        run.reader(),
        parents(run),
        run.network().network());
  }

  private Vectors embedded(TrainedRun run, int[] rows) {
    try (Progress bar = progress.start("embed", rows.length, "images")) {
      return new EmbedStage(run.open().context()).embed(run.trained(), rows, bar::step);
    }
  }

  private static List<Item> items(TrainedRun run, int[] rows) {
    Catalogue catalogue = run.open().catalogue();
    return Arrays.stream(rows).mapToObj(catalogue::item).toList();
  }

  private static List<Manifest.Parent> parents(TrainedRun run) {
    return List.of(run.parent(), run.open().parent());
  }
}
