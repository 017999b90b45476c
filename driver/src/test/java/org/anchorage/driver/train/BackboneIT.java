/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.corpus.LocalCluster;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.corpus.TinyCorpus;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.run.Faults;
import org.anchorage.driver.run.FaultyDisk;
import org.anchorage.driver.run.RunDirectory;
import org.anchorage.driver.weights.WeightSamples;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backbone with a file's weights, trained by executors in processes of their own: one epoch of
 * the head alone and one of what moves after that. Whatever happens, the run ends where it does on
 * one machine, bit for bit.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class BackboneIT {

  private static final Map<Tuning, RunOutcome> ONE_MACHINE = new EnumMap<>(Tuning.class);

  private static SparkSession session;
  private static Faults faults;

  @TempDir static Path shared;

  /** How the backbone is trained. */
  enum Tuning {
    /** All of it moves after the warm-up. Executors exchange among themselves. */
    WHOLE,
    /** Images are as they are: executors keep the features of what does not move. */
    LAST_STAGE;

    List<String> words() {
      return switch (this) {
        case WHOLE -> List.of("rounds.gather-mb=0");
        case LAST_STAGE ->
            List.of("encoder.trainable=last-stages 1", "augment.shift=0", "augment.rotate=0");
      };
    }
  }

  @BeforeAll
  static void onOneMachine() throws IOException {
    TinyCorpus.location();
    session = LocalSpark.session();
    for (Tuning tuning : Tuning.values()) {
      RunSettings settings = settings(tuning, "one-machine-" + tuning);
      RunOutcome outcome = begin(settings, stage -> {});
      float[] start =
          new RunDirectory(settings.typed().run(), session.sparkContext().hadoopConfiguration())
              .start()
              .read();
      assertThat(outcome.parameters()).hasSizeLessThan(start.length);
      assertThat(outcome.losses()).hasSize(3).doesNotHaveDuplicates();
      ONE_MACHINE.put(tuning, outcome);
    }
    session = LocalCluster.session();
    faults = Faults.in(shared, session.sparkContext().hadoopConfiguration());
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static RunOutcome oneMachine(Tuning tuning) {
    return Objects.requireNonNull(ONE_MACHINE.get(tuning));
  }

  private static Path weights(String name) {
    return shared.resolve(name + ".safetensors");
  }

  /** Returns the settings of a run with a file of weights of its own. */
  private static RunSettings settings(Tuning tuning, String name) throws IOException {
    return TinyCorpus.backbone(
            "encoder.weights=" + WeightSamples.drawn(weights(name), 0.1),
            "encoder.warm-up=1",
            "embedding.head=linear",
            "run=" + shared.resolve(name))
        .with(tuning.words());
  }

  private static TrainStage stage(Consumer<String> atStage) {
    return new TrainStage(
        session,
        (stage, total, unit) -> {
          atStage.accept(stage);
          return TinyCorpus.quiet().start(stage, total, unit);
        });
  }

  private static RunOutcome begin(RunSettings settings, Consumer<String> atStage) {
    return outcome(stage(atStage).begin(settings), settings);
  }

  private static RunOutcome outcome(List<EpochRecord> records, RunSettings settings) {
    return RunOutcome.of(
        records,
        new org.apache.hadoop.fs.Path(settings.typed().run()),
        session.sparkContext().hadoopConfiguration());
  }

  private static void deleted(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file is gone before an executor has anything to do. */
  @ParameterizedTest
  @EnumSource
  void executorsTrainAsOneMachineDoesAndReadNoFileOfWeights(Tuning tuning) throws IOException {
    String name = "cluster-" + tuning;
    RunSettings settings = settings(tuning, name);
    assertThat(begin(settings, stage -> deleted(weights(name)))).isEqualTo(oneMachine(tuning));
    assertThat(weights(name)).doesNotExist();
  }

  /** Another takes its place, which has neither the start nor features yet. */
  @ParameterizedTest
  @EnumSource
  void anExecutorThatIsKilledDuringTheWarmUp(Tuning tuning) throws IOException {
    String name = "killed-" + tuning;
    RunSettings settings =
        settings(tuning, name).with(List.of("corpus=" + faults.faulty("corpus-" + tuning)));
    RunOutcome outcome =
        begin(
            settings,
            stage -> {
              if (stage.equals("epoch 1")) {
                faults.arm(FaultyDisk.HALT);
              }
            });
    assertThat(faults.fault(FaultyDisk.HALT)).doesNotExist();
    assertThat(outcome).isEqualTo(oneMachine(tuning));
  }

  @Test
  void aRunThatStoppedGoesOnWithoutItsFileAndNotWithAnother() throws IOException {
    RunSettings settings = settings(Tuning.WHOLE, "stopped");
    assertThatThrownBy(
            () ->
                begin(
                    settings,
                    stage -> {
                      if (stage.equals("epoch 2")) {
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");
    WeightSamples.drawn(weights("stopped"), 0.35);
    assertThatThrownBy(() -> stage(stage -> {}).resume(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "Cannot use encoder.weights = " + weights("stopped") + ": its SHA-256 is ")
        .hasMessageContaining(", and the run began with weights of ")
        .hasMessageEndingWith("; name that file, or begin another run");
    Files.delete(weights("stopped"));
    assertThat(outcome(stage(stage -> {}).resume(settings), settings))
        .isEqualTo(oneMachine(Tuning.WHOLE));
  }
}
