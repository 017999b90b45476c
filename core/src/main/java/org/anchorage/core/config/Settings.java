/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.anchorage.core.architecture.EncoderShape;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.loss.LossName;
import org.anchorage.core.config.loss.LossSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * All settings of a run in one typed view, checked as a whole before anything starts. Made by
 * {@link SettingsReader}. Immutable.
 *
 * @param seed root of every random choice; default 1
 * @param corpus URI of the corpus; empty if a command does not need one
 * @param run URI of the run; empty if a command does not need one
 */
public record Settings(
    long seed,
    String corpus,
    String run,
    TrainSettings train,
    RoundSettings rounds,
    ImageSettings image,
    AugmentSettings augment,
    EncoderSettings encoder,
    FineTuneSettings fineTune,
    LossSettings loss,
    BatchSettings batch,
    OptimiserSettings optimiser,
    MineSettings mine,
    EvaluateSettings evaluate,
    VectorSettings vectors,
    IndexSettings index,
    ImportSettings imports,
    ServeSettings serve,
    SparkSettings spark)
    implements Serializable {

  public static final Key SEED = Key.fixed("seed");
  public static final Key CORPUS = Key.fixed("corpus");
  public static final Key RUN = Key.mayChange("run");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(SEED, CORPUS, RUN);

  public Settings {
    boolean pairs =
        batch.sampler() == BatchSettings.Sampler.PAIRS
            || (batch.sampler() == BatchSettings.Sampler.TUPLES && batch.images() == 2);
    if (!pairs && loss.parts().stream().anyMatch(LossSettings::takesPairs)) {
      throw new ConfigurationException(
          LossName.NAME,
          loss.written(),
          "it reads a batch as pairs; set batch.sampler = pairs and batch.images = 2");
    }
    int least = encoder.architecture().leastSide();
    if (image.width() < least || image.height() < least) {
      throw new ConfigurationException(
          image.width() < least ? ImageSettings.WIDTH : ImageSettings.HEIGHT,
          image.width() < least ? image.width() : image.height(),
          String.format(
              Locale.ROOT,
              "encoder.name = %s needs images of at least %d x %d pixels, not %d x %d",
              encoder.name(),
              least,
              least,
              image.width(),
              image.height()));
    }
    int multiple = encoder.architecture().sideMultiple();
    if (image.width() % multiple != 0 || image.height() % multiple != 0) {
      boolean wide = image.width() % multiple != 0;
      int side = wide ? image.width() : image.height();
      throw new ConfigurationException(
          wide ? ImageSettings.WIDTH : ImageSettings.HEIGHT,
          side,
          String.format(
              Locale.ROOT,
              "encoder.name = %s needs a multiple of %d pixels; use %d or %d",
              encoder.name(),
              multiple,
              side / multiple * multiple,
              (side / multiple + 1) * multiple));
    }
    requireFineTuning(encoder, fineTune, train);
    if (encoder.architecture().isBackbone() && image.channels() != 3) {
      throw new ConfigurationException(
          ImageSettings.CHANNELS,
          image.channels(),
          String.format(
              Locale.ROOT,
              "encoder.name = %s reads colour images; use 3, for grey images too",
              encoder.name()));
    }
    if (!encoder.input().reads(image.channels())) {
      throw new ConfigurationException(
          ImageSettings.CHANNELS,
          image.channels(),
          String.format(
              Locale.ROOT,
              "encoder.name = %s normalises each of 3 channels; use 3",
              encoder.name()));
    }
    if (mine.mode() != MineSettings.Mode.NONE && mine.group() > batch.classes()) {
      throw new ConfigurationException(
          MineSettings.GROUP,
          mine.group(),
          "a group must fit into a batch; lower it to batch.classes = " + batch.classes());
    }
    if (batch.sampler() == BatchSettings.Sampler.WEIGHTED
        && mine.mode() == MineSettings.Mode.NONE) {
      throw new ConfigurationException(
          BatchSettings.SAMPLER,
          "weighted",
          "it weighs classes by what is mined; set mining = classes or instances");
    }
    if (batch.sampler() == BatchSettings.Sampler.TUPLES && mine.mode() != MineSettings.Mode.NONE) {
      throw new ConfigurationException(
          BatchSettings.SAMPLER,
          "tuples",
          "the list decides which images meet, whatever is mined; set mining = none");
    }
    if (rounds.schedule() == RoundSettings.Schedule.QUADRATIC
        && optimiser.schedule() == OptimiserSettings.Schedule.CONSTANT) {
      throw new ConfigurationException(
          RoundSettings.SCHEDULE,
          "quadratic",
          "it follows the learning rate, which does not change; set optimiser.schedule = cosine");
    }
    if (train.averaging() != TrainSettings.Averaging.ROUNDS
        && rounds.schedule() != RoundSettings.Schedule.CONSTANT) {
      throw new ConfigurationException(
          RoundSettings.SCHEDULE,
          TypedValues.written(rounds.schedule()),
          "averaging = dl4j has rounds of one length; use constant");
    }
    if (train.averaging() == TrainSettings.Averaging.DL4J_STOCK
        && optimiser.state() != OptimiserSettings.State.RESET) {
      throw new ConfigurationException(
          OptimiserSettings.STATE,
          optimiser.state().name().toLowerCase(Locale.ROOT),
          "averaging = dl4j-stock forgets moments at every averaging, as DL4J does by default;"
              + " use reset");
    }
    if (train.averaging() != TrainSettings.Averaging.ROUNDS && rounds.seconds() > 0) {
      throw new ConfigurationException(
          RoundSettings.SECONDS,
          rounds.seconds(),
          "DL4J's averagings have rounds of equal length; use 0");
    }
    if (train.averaging() != TrainSettings.Averaging.ROUNDS && rounds.quorum() < 1) {
      throw new ConfigurationException(
          RoundSettings.QUORUM, rounds.quorum(), "DL4J's averagings wait for every worker; use 1");
    }
    if (train.averaging() == TrainSettings.Averaging.DL4J
        && optimiser.state() == OptimiserSettings.State.KEPT) {
      throw new ConfigurationException(
          OptimiserSettings.STATE,
          "kept",
          "averaging = dl4j keeps nothing on its executors; use averaged or reset");
    }
  }

  private static void requireFineTuning(
      EncoderSettings encoder, FineTuneSettings fineTune, TrainSettings train) {
    Trainable trainable = fineTune.trainable();
    int stages = encoder.architecture().layers(encoder.shape()).stages();
    boolean partly = !trainable.isAll() || fineTune.warmUp() > 0;
    if (partly && !encoder.architecture().isBackbone()) {
      throw new ConfigurationException(
          trainable.isAll() ? FineTuneSettings.WARM_UP : FineTuneSettings.TRAINABLE,
          trainable.isAll() ? fineTune.warmUp() : trainable.written(),
          String.format(
              Locale.ROOT,
              "encoder.name = %s starts from nothing, and all of it must learn; use %s",
              encoder.name(),
              trainable.isAll() ? "0" : "all"));
    }
    if (!trainable.isAll() && trainable.lastStages() >= stages) {
      throw new ConfigurationException(
          FineTuneSettings.TRAINABLE,
          trainable.written(),
          String.format(
              Locale.ROOT,
              "encoder.name = %s has %d stages; use last-stages 1 to %d, or all",
              encoder.name(),
              stages,
              stages - 1));
    }
    boolean headAlone = trainable.equals(Trainable.HEAD) || fineTune.warmUp() > 0;
    if (headAlone && encoder.head() == EncoderShape.Head.NONE && train.epochs() > 0) {
      throw new ConfigurationException(
          EncoderSettings.HEAD,
          "none",
          "there is no head to train by itself; use linear with an embedding.dim of your choice,"
              + " encoder.trainable = all with encoder.warm-up = 0, or epochs = 0");
    }
    if (encoder.architecture().isBackbone()
        && train.averaging() != TrainSettings.Averaging.ROUNDS) {
      throw new ConfigurationException(
          TrainSettings.AVERAGING,
          TypedValues.written(train.averaging()),
          "DL4J's averaging trains c2f2 and residual only; use rounds");
    }
  }
}
