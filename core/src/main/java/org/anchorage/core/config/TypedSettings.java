/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.util.Map;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/** Puts the typed view of settings together from their values. Immutable and thread-safe. */
final class TypedSettings {

  private final TypedValues value;
  private final Map<String, String> sparkProperties;

  /**
   * Of values by key.
   *
   * @param sparkProperties Spark's own, which have no types here
   */
  TypedSettings(TypedValues value, Map<String, String> sparkProperties) {
    this.value = value;
    this.sparkProperties = sparkProperties;
  }

  /**
   * Returns the view.
   *
   * @throws ConfigurationException if a value is of the wrong type or out of range, or two settings
   *     cannot go together
   */
  Settings settings() {
    return new Settings(
        value.wholeLong("seed"),
        value.text("corpus"),
        value.text("run"),
        new TrainSettings(
            value.whole("workers"),
            value.whole("epochs"),
            value.choice("averaging", TrainSettings.Averaging.class),
            value.whole("checkpoint.every"),
            value.number("checkpoint.seconds"),
            value.whole("checkpoint.keep"),
            value.whole("checkpoint.lease-seconds")),
        new RoundSettings(
            value.whole("rounds.steps"),
            value.choice("rounds.schedule", RoundSettings.Schedule.class),
            value.number("rounds.warm-up.epochs"),
            value.number("rounds.post-local.share"),
            value.number("rounds.seconds"),
            value.number("rounds.quorum"),
            value.choice("rounds.encoding", RoundSettings.Encoding.class),
            value.whole("rounds.gather-mb"),
            new OuterSettings(
                value.choice("rounds.outer.name", OuterSettings.Rule.class),
                outer("slowmo"),
                outer("nesterov"))),
        new ImageSettings(
            value.whole("image.width"),
            value.whole("image.height"),
            value.whole("image.channels"),
            value.truth("image.invert"),
            value.choice("image.fit", ImageSettings.Fit.class)),
        new AugmentSettings(
            value.number("augment.shift"),
            value.number("augment.crop"),
            value.choice("augment.flip", AugmentSettings.Flip.class),
            value.number("augment.rotate"),
            value.number("augment.scale"),
            value.number("augment.shear")),
        new EncoderSettings(
            value.text("encoder.engine"),
            value.choice("encoder.name", EncoderSettings.Architecture.class),
            value.whole("encoder.width"),
            value.whole("embedding.dim"),
            value.truth("embedding.normalise")),
        LossSettings.read(value),
        new BatchSettings(
            value.choice("batch.sampler", BatchSettings.Sampler.class),
            value.whole("batch.classes"),
            value.whole("batch.images"),
            value.choice("batch.small-classes", BatchSettings.SmallClasses.class),
            new BatchSettings.Hierarchy(
                value.whole("batch.hierarchy.super-classes"),
                value.text("batch.hierarchy.attribute"),
                value.text("batch.hierarchy.separator")),
            value.text("batch.tuples"),
            value.number("batch.weighted.strength")),
        new OptimiserSettings(
            value.choice("optimiser.name", OptimiserSettings.Rule.class),
            value.number("optimiser.learning-rate"),
            value.choice("optimiser.schedule", OptimiserSettings.Schedule.class),
            value.number("optimiser.weight-decay"),
            value.number("optimiser.momentum"),
            value.choice("optimiser.state", OptimiserSettings.State.class)),
        new MineSettings(
            value.choice("mining", MineSettings.Mode.class),
            value.whole("mine.neighbours"),
            value.whole("mine.rank-from"),
            value.whole("mine.rank-to"),
            value.number("mine.relative-margin"),
            value.whole("mine.negatives"),
            value.whole("mine.confusable"),
            value.whole("mine.group"),
            value.text("mine.table")),
        new EvaluateSettings(
            value.whole("evaluate.every"),
            value.wholes("evaluate.k"),
            value.split("evaluate.split"),
            value.whole("evaluate.restarts"),
            value.choice("evaluate.lone-queries", EvaluateSettings.LoneQueries.class),
            value.choices("evaluate.metrics", EvaluateSettings.Measure.class),
            new EvaluateSettings.Pools(
                value.text("evaluate.query"),
                value.text("evaluate.gallery"),
                value.text("evaluate.camera"),
                value.text("evaluate.coarse"),
                value.texts("evaluate.junk"),
                value.texts("evaluate.distractors")),
            value.wholeLong("evaluate.pairs"),
            value.numbers("evaluate.fmr")),
        new ImportSettings(
            value.number("import.max-bad"),
            value.wholeLong("import.max-pixels"),
            value.number("import.test-classes"),
            value.wholeLong("import.shard-bytes")),
        new SparkSettings(
            value.text("spark.master"),
            sparkProperties,
            new MemorySettings(
                value.whole("memory.off-heap-mb"), value.number("memory.pixels-mb"))));
  }

  private OuterSettings.Constants outer(String name) {
    String section = "rounds.outer." + name;
    return new OuterSettings.Constants(
        value.number(section + ".rate"), value.number(section + ".momentum"));
  }
}
