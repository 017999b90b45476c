/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.util.function.LongConsumer;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.embed.EmbedStage;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.run.RunContext;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.VectorSet;
import org.apache.hadoop.fs.Path;

/** Measures networks of a run: embeds the evaluated items and measures their vectors. */
public final class NetworkEvaluation {

  private final EvaluatedItems items;
  private final Path directory;
  private final EmbedStage embed;
  private final EvaluateStage stage;
  private final Progress.Factory progress;

  /**
   * Creates the stage.
   *
   * @param items that are evaluated, at least one
   * @param settings what is measured
   * @param directory where vectors lie while they are measured
   */
  public NetworkEvaluation(
      RunContext context,
      EvaluatedItems items,
      EvaluateSettings settings,
      Path directory,
      Progress.Factory progress) {
    this.items = items;
    this.directory = directory;
    this.embed = new EmbedStage(context, progress);
    this.stage =
        new EvaluateStage(
            context.spark(),
            settings,
            new Seed(context.shared().settings().seed()).derive("evaluate"));
    this.progress = progress;
  }

  /**
   * Measures all that the settings ask for.
   *
   * @param parameters of a network of the run, with or without what its loss learnt
   */
  public Evaluation evaluate(float[] parameters) {
    return measure(parameters, stage::evaluate);
  }

  /**
   * Measures retrieval alone: see {@link EvaluateStage#retrieval}.
   *
   * @param parameters of a network of the run, with or without what its loss learnt
   */
  public Evaluation retrieval(float[] parameters) {
    return measure(parameters, stage::retrieval);
  }

  @FunctionalInterface
  private interface Measure {
    Evaluation of(EvaluatedItems items, VectorSet vectors, LongConsumer done);
  }

  private Evaluation measure(float[] parameters, Measure measure) {
    VectorBlocks vectors = embed.embed("evaluate: embed", parameters, items.rows(), directory);
    Evaluation evaluation;
    try (Progress bar = progress.start("evaluate", items.protocol().queries(), "queries")) {
      evaluation = measure.of(items, vectors, bar::step);
    }
    vectors.delete();
    return evaluation;
  }
}
