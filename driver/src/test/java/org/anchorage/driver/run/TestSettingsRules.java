/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingKeys;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSettingsRules {

  private static RunSettings settings(String... words) {
    return SettingsReader.defaults().with(List.of(words)).read();
  }

  private static SettingsRules begunWith(String... words) {
    return new SettingsRules(
        new Path("runs/first"), settings(words), new Places(new Configuration()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run=runs/moved",
        "corpus=corpora/moved",
        "epochs=9",
        "rounds.gather-mb=0",
        "spark.master=local[3]",
        "spark.conf.\"spark.driver.maxResultSize\"=4g",
        "memory.off-heap-mb=900",
        "memory.pixels-mb=8",
        "evaluate.every=2",
        "evaluate.k=[1, 3]",
        "checkpoint.every=5",
        "checkpoint.seconds=0",
        "checkpoint.keep=7",
        "checkpoint.lease-seconds=60"
      })
  void aRunMayBeResumedWith(String word) {
    assertThatCode(() -> begunWith().requireSameRun(settings(word))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "seed, 2, 1",
    "workers, 3, 2",
    "averaging, dl4j, rounds",
    "image.width, 32, 28",
    "image.invert, true, false",
    "augment.shift, 0.1, 0",
    "encoder.width, 16, 32",
    "embedding.dim, 64, 512",
    "loss.triplet.margin, 0.3, 0.2",
    "batch.classes, 16, 32",
    "optimiser.learning-rate, 0.01, 0.001",
    "rounds.steps, 16, 32",
    "rounds.outer.slowmo.rate, 0.9, 1",
    "mine.neighbours, 60, 50",
    "import.max-bad, 0.5, 0.01"
  })
  void anotherValueWouldBeAnotherRun(String key, String after, String before) {
    assertThatThrownBy(() -> begunWith().requireSameRun(settings(key + "=" + after)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use "
                + key
                + " = "
                + after
                + ": the run at runs/first was begun with "
                + before
                + "; resume with that, or begin another run");
  }

  /** One value can be written in several ways. */
  @ParameterizedTest
  @CsvSource({
    "optimiser.learning-rate=0.001, optimiser.learning-rate=1e-3",
    "loss.triplet.margin=0.5, loss.triplet.margin=.50",
    "batch.images=4, batch.images=04"
  })
  void anotherSpellingIsTheSameValue(String before, String after) {
    assertThatCode(() -> begunWith(before).requireSameRun(settings(after)))
        .doesNotThrowAnyException();
  }

  @Test
  void aTableIsKnownByItsPlace() {
    SettingsRules rules = begunWith("mining=classes", "mine.table=tables/a");
    assertThatCode(
            () -> rules.requireSameRun(settings("mining=classes", "mine.table=./tables//a/")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> rules.requireSameRun(settings("mining=classes", "mine.table=b")))
        .hasMessageContaining("the run at runs/first was begun with tables/a; resume with that");
  }

  /** What depends on how many epochs there are would have gone another way with another number. */
  @ParameterizedTest
  @ValueSource(strings = {"optimiser.schedule=cosine", "rounds.schedule=post-local"})
  void epochsAreFixedWhereAScheduleIsSpreadOverThem(String schedule) {
    assertThatThrownBy(() -> begunWith(schedule).requireSameRun(settings(schedule, "epochs=9")))
        .hasMessage(
            "Cannot use epochs = 9: the run at runs/first was begun with 8; resume with that, or"
                + " begin another run");
  }

  @Test
  void epochsMayChangeWhileRoundsWarmUp() {
    String schedule = "rounds.schedule=warm-up";
    assertThatCode(() -> begunWith(schedule).requireSameRun(settings(schedule, "epochs=9")))
        .doesNotThrowAnyException();
  }

  @Test
  void aNetworkIsUsedWithTheShapesThatItWasTrainedWith() {
    assertThatThrownBy(() -> begunWith().requireSameNetwork(settings("embedding.dim=64")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use embedding.dim = 64: the network of the run at runs/first was trained with"
                + " 512; leave it out");
    assertThatCode(
            () ->
                begunWith()
                    .requireSameNetwork(
                        settings("corpus=other", "seed=3", "batch.classes=8", "image.invert=true")))
        .doesNotThrowAnyException();
  }

  @Test
  void theKeysThatShapeTheNetwork() {
    assertThat(SettingKeys.all())
        .filteredOn(key -> key.touches() == Key.Touches.SHAPES_NETWORK)
        .extracting(Key::path)
        .containsExactlyInAnyOrder(
            "image.width",
            "image.height",
            "image.channels",
            "encoder.name",
            "encoder.width",
            "encoder.multiplier",
            "encoder.batch-norm",
            "encoder.padding",
            "encoder.input",
            "encoder.pooling",
            "embedding.dim",
            "embedding.normalise",
            "embedding.head");
  }

  @Test
  void whatIsLeftToTheWeightsIsAsTheRunHasIt() {
    String[] backbone = {
      "encoder.name=mobilenet-v2", "image.width=32", "image.height=32", "image.channels=3"
    };
    RunSettings asked = settings(backbone).with(List.of("encoder.weights=w.h5"));
    RunSettings begun =
        asked.with(
            List.of(
                "encoder.batch-norm=folded", "encoder.padding=same", "encoder.input=symmetric"));
    SettingsRules rules =
        new SettingsRules(new Path("runs/first"), begun, new Places(new Configuration()));
    assertThat(rules.settled(asked).written()).isEqualTo(begun.written());
    RunSettings other = asked.with(List.of("encoder.padding=symmetric"));
    assertThatThrownBy(() -> rules.requireSameRun(rules.settled(other)))
        .hasMessageContaining("encoder.padding = symmetric")
        .hasMessageContaining("was begun with same");
  }
}
