/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.anchorage.core.config.value.Key;
import org.junit.jupiter.api.Test;

/** Every key stands in conf/defaults.conf and is declared once, with what it touches. */
class TestSettingKeys {

  private static List<String> declared() {
    return SettingKeys.all().stream().map(Key::path).toList();
  }

  private static Set<String> defaults() {
    // Parsed and not read: a reader would stop at the first key that has no default.
    Set<String> keys = new TreeSet<>();
    ConfigFactory.parseResources(SettingsReader.class, "defaults.conf")
        .withoutPath("spark.conf")
        .entrySet()
        .forEach(entry -> keys.add(entry.getKey()));
    return keys;
  }

  @Test
  void everyKeyOfTheDefaultsIsDeclared() {
    Set<String> missing = defaults();
    missing.removeAll(declared());

    assertThat(missing)
        .as(
            "%s stand in conf/defaults.conf and are not declared. Declare each as a Key in the"
                + " settings record of its section in org.anchorage.core.config, add it to that"
                + " record's KEYS (a loss gives its KEYS to its line in LossName), and say what it touches: Key.shapesNetwork, Key.fixed or"
                + " Key.mayChange (on resume)",
            missing)
        .isEmpty();
  }

  @Test
  void everyDeclaredKeyHasADefault() {
    Set<String> unknown = new TreeSet<>(declared());
    unknown.removeAll(defaults());

    assertThat(unknown)
        .as(
            "%s are declared and do not stand in conf/defaults.conf. Give each a default there,"
                + " with what it trades, or remove its Key",
            unknown)
        .isEmpty();
  }

  @Test
  void noKeyIsDeclaredTwice() {
    Set<String> seen = new HashSet<>();
    assertThat(declared().stream().filter(key -> !seen.add(key)))
        .as("keys that are declared more than once; keep one")
        .isEmpty();
  }

  @Test
  void aKeyIsFoundByItsPath() {
    assertThat(SettingKeys.of("encoder.width")).contains(EncoderSettings.WIDTH);
    assertThat(SettingKeys.of("encoder.wide")).isEmpty();
    assertThat(EncoderSettings.WIDTH).hasToString("encoder.width");
  }
}
