/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.miner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.loss.TripletLossSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Says what a new miner lacks: CONTRIBUTING.md, "Adding an in-batch miner", has the recipe. */
class TestMinerName {

  private static final Path ROOT = Path.of(System.getProperty("anchorage.root", ".."));

  static Stream<Class<?>> records() {
    return Arrays.stream(requireNonNull(MinerSettings.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyRecordHasALineInTheTable(Class<?> settings) {
    assertThat(MinerName.values())
        .as(
            "%s has no line in MinerName; add its name and its reader there, e.g. NEW(%s.KEYS, %s::read), and give"
                + " its constants defaults in conf/defaults.conf",
            settings.getSimpleName(), settings.getSimpleName(), settings.getSimpleName())
        .anySatisfy(name -> assertThat(byDefault(name)).isInstanceOf(settings));
  }

  @ParameterizedTest
  @EnumSource
  void everyMinerIsExplainedWhereItIsSet(MinerName name) throws IOException {
    byDefault(name);

    assertThat(Files.readString(ROOT.resolve("conf/defaults.conf")))
        .as(
            "conf/defaults.conf does not say what loss.triplet.miner = %s is; add '# %s: ...' above"
                + " miner = semi-hard",
            name.written(), name.written())
        .containsPattern("(?m)^    # " + Pattern.quote(name.written()) + ": ");
  }

  private static MinerSettings byDefault(MinerName name) {
    try {
      return ((TripletLossSettings)
              SettingsReader.defaults()
                  .with(List.of("loss.triplet.miner=" + name.written()))
                  .settings()
                  .loss())
          .miner();
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
