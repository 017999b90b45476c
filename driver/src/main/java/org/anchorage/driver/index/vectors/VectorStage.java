/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.run.VectorPlace;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Embeds items of a corpus with the network of a trained run, and writes their vectors. Tasks write
 * blocks beside the target, and they become the artifact. If the command is stopped, they stay: the
 * same command finds those that are finished.
 */
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
   * @param rows of the items in the catalogue, ascending
   * @param target where the vectors will lie
   * @param when what happens if the target exists
   * @return the manifest; it counts {@code items} and {@code dim}
   * @throws ArtifactException if the target may not be replaced, or cannot be written
   */
  public Manifest embed(TrainedRun run, int[] rows, Path target, WhenExists when) {
    return write(
        run,
        rows,
        target,
        when,
        blocks ->
            store.write(target, when, stored(run, rows, blocks), run.settings(), parents(run)));
  }

  /**
   * Embeds items into blocks beside a target, and makes something of them. The same call finds
   * blocks that are finished. They are deleted when what is made of them is there.
   *
   * @param made makes it; it may move the blocks
   * @return what was made
   * @throws ArtifactException if the target may not be replaced, another command writes to it, or a
   *     block cannot be written
   */
  public <R> R write(
      TrainedRun run, int[] rows, Path target, WhenExists when, Function<VectorBlocks, R> made) {
    artifacts.requireFree(target, when);
    Duration lease = Duration.ofSeconds(run.settings().typed().train().leaseSeconds());
    try (VectorPlace place = VectorPlace.take(beside(target), run.open().hadoop(), lease)) {
      // Another command may have written it until the place was free.
      artifacts.requireFree(target, when);
      VectorBlocks blocks =
          new EmbedStage(run.open().context(), progress)
              .embed(
                  "embed",
                  run.trained(),
                  rows,
                  place.directory(),
                  run.open().settings().vectors().element());
      R result = made.apply(blocks);
      place.clear();
      return result;
    }
  }

  /** Returns a name that Spark and MapReduce skip when they read a directory. */
  private static Path beside(Path target) {
    Path beside = target.suffix(".vectors");
    return new Path(beside.getParent(), "." + beside.getName());
  }

  private static VectorStore.Stored stored(TrainedRun run, int[] rows, VectorBlocks blocks) {
    return new VectorStore.Stored(blocks, rows, run.open().corpus()::items);
  }

  private static List<Manifest.Parent> parents(TrainedRun run) {
    return List.of(run.parent(), run.open().parent());
  }
}
