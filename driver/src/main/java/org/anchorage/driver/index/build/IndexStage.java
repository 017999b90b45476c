/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.build;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.executor.CorpusIndex;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.Generation;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.WrittenShard;
import org.anchorage.driver.index.vectors.StoredParts;
import org.anchorage.driver.index.vectors.VectorStage;
import org.anchorage.driver.index.vectors.VectorStore;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.TrainedRun;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Builds an index: its first generation, with the network that made the vectors. Tasks embed blocks
 * beside the target; then a task makes each shard of them. If the command is stopped, finished
 * blocks stay, and the same command finds them.
 */
public final class IndexStage {

  private static final long FIRST = 1;

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final Artifacts artifacts;
  private final VectorStage vectors;

  /** Creates the stage. */
  public IndexStage(SparkSession session, Progress.Factory progress) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.hadoop = spark.hadoopConfiguration();
    this.artifacts = new Artifacts(hadoop);
    this.vectors = new VectorStage(session, progress);
  }

  /** Writes the shards of a generation. */
  @FunctionalInterface
  private interface Shards {
    List<WrittenShard> write(GenerationWriter writer) throws IOException;
  }

  /**
   * Embeds items of a run's corpus and indexes them.
   *
   * @param run that embeds; its settings say how the index is made
   * @param rows of the items in the catalogue, ascending
   * @param target where the index will lie
   * @param when what happens if the target exists
   * @return the manifest; it counts {@code items}, {@code dim}, {@code shards}, {@code lists} and
   *     {@code probes}, and says the recall in millionths
   * @throws ArtifactException if the target may not be replaced, or cannot be written
   */
  public Manifest index(TrainedRun run, int[] rows, Path target, WhenExists when) {
    return vectors.write(
        run, rows, target, when, blocks -> written(run, rows, target, when, blocks));
  }

  private Manifest written(
      TrainedRun run, int[] rows, Path target, WhenExists when, VectorBlocks blocks) {
    Broadcast<CorpusIndex> corpus = run.open().context().shared().index();
    return write(
        target,
        when,
        run,
        List.of(run.parent(), run.open().parent()),
        blocks,
        plan(run, rows.length),
        writer ->
            new CorpusItems(writer, blocks, corpus)
                .write(spark, run.open().corpus().items(), rows));
  }

  /**
   * Indexes an artifact of vectors, whose items have no attributes and no pictures.
   *
   * @param run whose network made the vectors
   * @param stored the artifact
   * @throws ArtifactException if the vectors are not of the network's length, or of format 1; also
   *     as {@link #index}
   */
  public Manifest index(TrainedRun run, Path stored, Path target, WhenExists when) {
    artifacts.requireFree(target, when);
    Manifest manifest = artifacts.open(stored, VectorStore.VECTORS, StoredParts.FORMAT);
    if (manifest.formatVersion() < StoredParts.FORMAT) {
      throw new ArtifactException(
          "The vectors at "
              + stored
              + " have format 1, and only those of format 2 are indexed; embed the corpus again");
    }
    StoredParts parts = StoredParts.of(stored, manifest, hadoop);
    int dim = run.settings().typed().encoder().dim();
    if (parts.blocks().dim() != dim) {
      throw new ArtifactException(
          String.format(
              Locale.ROOT,
              "The vectors at %s have %d floats, and the network of the run makes %d; name their"
                  + " run",
              stored,
              parts.blocks().dim(),
              dim));
    }
    Manifest.Parent parent =
        new Manifest.Parent(VectorStore.VECTORS, stored.toString(), manifest.fingerprint());
    return write(
        target,
        when,
        run,
        List.of(run.parent(), parent),
        parts.blocks(),
        plan(run, parts.blocks().count()).withoutPictures(),
        writer -> new StoredItems(writer, parts).write(spark));
  }

  private Manifest write(
      Path target,
      WhenExists when,
      TrainedRun run,
      List<Manifest.Parent> parents,
      VectorBlocks blocks,
      BuildPlan plan,
      Shards shards) {
    return artifacts.write(
        target,
        when,
        new Draft(VectorStore.INDEX, Generation.FORMAT, run.settings().written(), parents),
        temporary -> {
          SavedNetwork.of(run.embedder(), run.settings()).write(temporary, hadoop);
          GenerationWriter writer =
              GenerationWriter.of(temporary, FIRST, plan, hadoop).measuring(blocks.open());
          return writer.finish(blocks.dim(), 0, shards.write(writer));
        });
  }

  private static BuildPlan plan(TrainedRun run, int items) {
    Settings settings = run.settings().typed();
    return BuildPlan.of(settings.index(), items, settings.seed());
  }
}
