/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.anchorage.core.config.Settings;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.ChangedParameters;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.session.TaskProgress;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.worker.step.Embedder;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;

/**
 * Embeds rows of the corpus with given parameters. A task embeds a block of rows and writes its
 * file, so vectors never reach the driver. A block that an earlier try has finished is not embedded
 * again.
 */
public final class EmbedStage {

  private static final int ROWS_A_PASS = 128;

  private final RunContext context;
  private final Progress.Factory progress;

  /** Creates the stage of a run. */
  public EmbedStage(RunContext context, Progress.Factory progress) {
    this.context = context;
    this.progress = progress;
  }

  /** Embeds into floats, as {@link #embed(String, float[], int[], Path, Element)}. */
  public VectorBlocks embed(String stage, float[] parameters, int[] rows, Path directory) {
    return embed(stage, parameters, rows, directory, Element.FLOAT);
  }

  /**
   * Embeds without augmentation, with the running statistics of batch normalisation. Executors get
   * what differs from the run's start.
   *
   * @param stage what the progress display calls it, e.g. {@code embed}
   * @param parameters of a network of the run, in the engine's flat order, with or without what its
   *     loss learnt
   * @param rows of the corpus
   * @param directory where the blocks will lie, on a filesystem that executors reach, in a
   *     directory named after what they are made from. The same call finds those that are finished
   * @param element how numbers are written
   * @return one vector for each row, in the order of the rows; whoever is done with them deletes
   *     them
   * @throws ArtifactException if a block cannot be written
   */
  public VectorBlocks embed(
      String stage, float[] parameters, int[] rows, Path directory, Element element) {
    RunContext.Shared shared = context.shared();
    float[] network = shared.engine().embeddingParameters(shared.settings(), parameters);
    EmbeddingKey key = EmbeddingKey.of(shared, network, rows, element);
    VectorBlocks blocks =
        VectorBlocks.at(
            new Path(directory, key.written()),
            rows.length,
            shared.settings().encoder().dim(),
            element,
            context.spark().hadoopConfiguration());
    try (Progress bar = progress.start(stage, rows.length, "images")) {
      embed(network, rows, blocks, bar::step);
    }
    return blocks;
  }

  /** A block's number and its rows. */
  private record Part(int block, int[] rows) implements Serializable {}

  private void embed(float[] network, int[] rows, VectorBlocks blocks, LongConsumer done) {
    RunContext.Shared shared = context.shared();
    List<Part> parts = new ArrayList<>();
    for (int block = 0; block < blocks.blocks(); block++) {
      int from = blocks.layout().first(block);
      parts.add(new Part(block, Arrays.copyOfRange(rows, from, blocks.layout().end(block))));
    }
    Broadcast<ChangedParameters> sent =
        context.spark().broadcast(ChangedParameters.of(shared.start(), network));
    BroadcastKey key = BroadcastKey.of(context.spark(), sent);
    try {
      TaskProgress.during(
          context.spark().sc(),
          done,
          blocks.layout().rowsABlock(),
          rows.length,
          () ->
              context
                  .spark()
                  .parallelize(parts, Math.max(1, parts.size()))
                  .setName("embed")
                  .map(part -> write(shared, key, sent, part, blocks))
                  .collect());
    } finally {
      sent.destroy();
    }
  }

  /** Returns how many images were embedded: none if the block was finished before. */
  private static int write(
      RunContext.Shared shared,
      BroadcastKey key,
      Broadcast<ChangedParameters> sent,
      Part part,
      VectorBlocks blocks) {
    if (blocks.holds(part.block())) {
      return 0;
    }
    float[] values = embed(shared, key, sent, part.rows());
    blocks.write(part.block(), new Vectors(blocks.dim(), values));
    return part.rows().length;
  }

  private static float[] embed(
      RunContext.Shared shared, BroadcastKey key, Broadcast<ChangedParameters> sent, int[] rows) {
    Settings settings = shared.settings();
    Pixels pixels = shared.pixels();
    pixels.requireIfKept(rows);
    PixelReader reader = new PixelReader(pixels, settings.augment());
    int dim = settings.encoder().dim();
    return ExecutorCache.lend(
        shared.key(),
        shared::embedder,
        slot ->
            slot.embed(
                key,
                () -> sent.value().over(shared.start()),
                embedder -> passes(embedder, reader, rows, dim)));
  }

  private static float[] passes(Embedder embedder, PixelReader reader, int[] rows, int dim) {
    float[] values = new float[rows.length * dim];
    for (int from = 0; from < rows.length; from += ROWS_A_PASS) {
      int to = Math.min(rows.length, from + ROWS_A_PASS);
      float[] pass = embedder.embed(reader.plain(rows, from, to), to - from);
      System.arraycopy(pass, 0, values, from * dim, pass.length);
    }
    return values;
  }
}
