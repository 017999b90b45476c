/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.anchorage.core.config.Settings;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.ChangedParameters;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.session.TaskProgress;
import org.anchorage.worker.step.Embedder;
import org.apache.spark.broadcast.Broadcast;

/** Embeds rows of the corpus with given parameters. */
public final class EmbedStage {

  private static final int ROWS_A_TASK = 2048;
  private static final int ROWS_A_PASS = 128;

  private final RunContext context;
  private final Progress.Factory progress;

  /** Creates the stage of a run. */
  public EmbedStage(RunContext context, Progress.Factory progress) {
    this.context = context;
    this.progress = progress;
  }

  /**
   * Embeds without augmentation, with the running statistics of batch normalisation. Executors get
   * what differs from the run's start.
   *
   * @param stage what the progress display calls it, e.g. {@code embed}
   * @param parameters of a network of the run, in the engine's flat order, with or without what its
   *     loss learnt
   * @param rows of the corpus
   * @return one vector for each row, in the order of the rows
   */
  public Vectors embed(String stage, float[] parameters, int[] rows) {
    try (Progress bar = progress.start(stage, rows.length, "images")) {
      return embed(parameters, rows, bar::step);
    }
  }

  private Vectors embed(float[] parameters, int[] rows, LongConsumer done) {
    RunContext.Shared shared = context.shared();
    List<int[]> parts = new ArrayList<>();
    for (int from = 0; from < rows.length; from += ROWS_A_TASK) {
      parts.add(Arrays.copyOfRange(rows, from, Math.min(rows.length, from + ROWS_A_TASK)));
    }
    float[] network = shared.engine().embeddingParameters(shared.settings(), parameters);
    Broadcast<ChangedParameters> sent =
        context.spark().broadcast(ChangedParameters.of(shared.start(), network));
    BroadcastKey key = BroadcastKey.of(context.spark(), sent);
    try {
      List<float[]> blocks =
          TaskProgress.during(
              context.spark().sc(),
              done,
              ROWS_A_TASK,
              rows.length,
              () ->
                  context
                      .spark()
                      .parallelize(parts, Math.max(1, parts.size()))
                      .setName("embed")
                      .map(part -> embed(shared, key, sent, part))
                      .collect());
      return joined(shared.settings().encoder().dim(), rows.length, blocks);
    } finally {
      sent.destroy();
    }
  }

  private static Vectors joined(int dim, int rows, List<float[]> blocks) {
    float[] values = new float[Math.multiplyExact(rows, dim)];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, values, at, block.length);
      at += block.length;
    }
    return new Vectors(dim, values);
  }

  private static float[] embed(
      RunContext.Shared shared, BroadcastKey key, Broadcast<ChangedParameters> sent, int[] rows) {
    Settings settings = shared.settings();
    Pixels pixels = shared.pixels();
    pixels.require(rows);
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
