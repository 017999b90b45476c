/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Says what a new loss lacks: CONTRIBUTING.md, "Adding a ranking loss", has the whole recipe. */
class TestLossName {

  private static final Path ROOT = Path.of(System.getProperty("anchorage.root", ".."));
  private static final String[] ANY_BATCH = {
    "batch.sampler=pairs", "batch.images=2", "loss.weighted=[triplet 1]"
  };

  static Stream<Class<?>> records() {
    return Arrays.stream(requireNonNull(LossSettings.class.getPermittedSubclasses()))
        .filter(each -> each != CrossBatchMemorySettings.class);
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyRecordHasALineInTheTable(Class<?> settings) {
    assertThat(LossName.values())
        .as(
            "%s has no line in LossName; add its name and its reader there, e.g. NEW(%s.KEYS, %s::read), and give"
                + " its constants defaults in conf/defaults.conf",
            settings.getSimpleName(), settings.getSimpleName(), settings.getSimpleName())
        .anySatisfy(name -> assertThat(byDefault(name)).isInstanceOf(settings));
  }

  @ParameterizedTest
  @EnumSource
  void everyReaderGivesItsOwnLoss(LossName name) {
    assertThat(byDefault(name).name())
        .as("%s.name() must return LossName.%s", byDefault(name).getClass().getSimpleName(), name)
        .isEqualTo(name);
  }

  @ParameterizedTest
  @EnumSource
  void everyLossIsInTheDocuments(LossName name) throws IOException {
    String written = Pattern.quote(name.written());

    assertThat(Files.readString(ROOT.resolve("conf/defaults.conf")))
        .as(
            "conf/defaults.conf does not say what loss.name = %s is; add '# %s: ...' above name = triplet",
            name.written(), name.written())
        .containsPattern("(?m)^  # (\\S+, )*" + written + "[:,]");
    assertThat(Files.readString(ROOT.resolve("docs/losses.md")))
        .as("docs/losses.md has no line of `%s` in its first table; add one", name.written())
        .containsPattern("(?m)^\\| (`\\S+`, )*`" + written + "`");
  }

  @Test
  void anUnknownNameIsAnsweredWithAllOfThem() {
    assertThatThrownBy(
            () -> SettingsReader.defaults().with(List.of("loss.name=arcface")).settings())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "Cannot use loss.name = arcface: use one of [triplet, contrastive, margin, n-pairs,")
        .hasMessageEndingWith(", weighted]")
        .hasMessageContainingAll(
            Arrays.stream(LossName.values()).map(LossName::written).toArray(String[]::new));
  }

  /** Reads a loss as a configuration names it, with every constant at its default. */
  private static LossSettings byDefault(LossName name) {
    try {
      return SettingsReader.defaults()
          .with(List.of(ANY_BATCH))
          .with(List.of("loss.name=" + name.written()))
          .settings()
          .loss();
    } catch (ConfigException.Missing e) {
      throw new AssertionError(
          "The reader of "
              + name
              + " reads a key without a default; add it to conf/defaults.conf, with its trade-off: "
              + e.getMessage(),
          e);
    }
  }
}
