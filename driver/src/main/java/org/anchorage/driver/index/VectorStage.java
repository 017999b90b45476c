/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Embeds items of a corpus with the network of a trained run, and writes their vectors. */
public final class VectorStage {

  private final VectorStore store;
  private final Artifacts artifacts;
  private final Progress.Factory progress;

  /** Creates the stage. */
  public VectorStage(SparkSession session, Progress.Factory progress) {
    this.store = new VectorStore(session);
    this.artifacts = new Artifacts(session.sparkContext().hadoopConfiguration());
    this.progress = progress;
  }

  /**
   * Writes vectors with the ids of their items.
   *
   * @param run that embeds; its corpus has the items
   * @param rows of the items in the catalogue
   * @param target where the vectors will lie
   * @param when what happens if the target exists
   * @return the vectors, one a row
   * @throws ArtifactException if the target may not be replaced, or cannot be written
   */
  public Vectors embed(TrainedRun run, int[] rows, Path target, WhenExists when) {
    Vectors vectors = vectors(run, rows, target, when);
    store.write(target, when, items(run, rows), vectors, run.settings(), parents(run));
    return vectors;
  }

  /**
   * Writes an index: vectors with the network that made them. Parameters, result and exceptions are
   * those of {@link #embed}.
   */
  public Vectors index(TrainedRun run, int[] rows, Path target, WhenExists when) {
    Vectors vectors = vectors(run, rows, target, when);
    store.writeIndex(
        target, when, items(run, rows), vectors, run.settings(), parents(run), run.embedder());
    return vectors;
  }

  private Vectors vectors(TrainedRun run, int[] rows, Path target, WhenExists when) {
    artifacts.requireFree(target, when);
    return new EmbedStage(run.open().context(), progress).embed("embed", run.trained(), rows);
  }

  private static List<Item> items(TrainedRun run, int[] rows) {
    Catalogue catalogue = run.open().catalogue();
    return Arrays.stream(rows).mapToObj(catalogue::item).toList();
  }

  private static List<Manifest.Parent> parents(TrainedRun run) {
    return List.of(run.parent(), run.open().parent());
  }
}
