/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.SparkSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that people give a run must not come back in messages, records or logs. */
class TestSecrets {

  private static final String SECRET = "open-sesame";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.authenticate.secret",
        "spark.ssl.keyPassword",
        "fs.s3a.secret.key",
        "fs.s3a.access.key",
        "fs.s3a.session.token",
        "fs.azure.account.key.store.blob.core.windows.net",
        "hadoop.security.credential.provider.path.credential",
      })
  void aMisplacedSecretIsRefusedWithoutBeingRepeated(String key) {
    assertThatThrownBy(() -> SettingsReader.defaults().with(List.of(key + "=" + SECRET)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Cannot use " + key + " = ")
        .hasMessageContaining("there is no such key")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aConfigurationThatCannotBeReadIsNotQuotedWhereItHoldsOne() {
    String text = "spark.conf { \"fs.s3a.secret.key\" = a " + SECRET + " = }\n";

    assertThatThrownBy(() -> SettingsReader.defaults().with(text, "mine.conf"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mine.conf")
        .hasMessageContaining("line 1")
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> SettingsReader.defaults().with("epochs = = 3", "mine.conf"))
        .hasMessageContaining("it is not HOCON")
        .hasMessageContaining("'='");
  }

  @ParameterizedTest
  @CsvSource({
    "corpus, seed=1",
    "run, seed=1",
    "mine.table, mining=classes",
    "batch.tuples, batch.sampler=tuples batch.images=2"
  })
  void aUriWithAPasswordIsRefusedSinceItWouldBeRecorded(String key, String companions) {
    String uri = "s3a://AKIA:" + SECRET + "@bucket/photos";

    assertThatThrownBy(() -> SettingsReader.defaults().with(List.of(key + "=" + uri)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Cannot use " + key + " = s3a://*********(redacted)@bucket/photos")
        .hasMessageContaining("spark.hadoop.fs.s3a.secret.key")
        .hasMessageNotContaining(SECRET);
    assertThat(
            SettingsReader.defaults()
                .with(List.of(key + "=hdfs://me@host:8020/a:b@c"))
                .with(List.of(companions.split(" ")))
                .read()
                .written())
        .containsEntry(key, "hdfs://me@host:8020/a:b@c");
  }

  @Test
  void sparksPropertiesAreNeitherRecordedNorPrinted() {
    SettingsReader reader =
        SettingsReader.defaults()
            .with("spark.conf { \"spark.authenticate.secret\" = " + SECRET + " }", "x")
            .with(List.of("spark.conf.spark.hadoop.fs.s3a.secret.key=" + SECRET));

    assertThat(reader.settings().spark().properties())
        .containsEntry("spark.authenticate.secret", SECRET)
        .containsEntry("spark.hadoop.fs.s3a.secret.key", SECRET);
    assertThat(reader.read().written().toString()).doesNotContain(SECRET);
    assertThat(reader.read().render()).doesNotContain(SECRET);
    assertThat(reader.settings().toString()).doesNotContain(SECRET).contains("redacted");
  }

  @Test
  void otherPropertiesArePrintedAsTheyAre() {
    assertThat(
            new SparkSettings("yarn", Map.of("spark.executor.cores", "4"), new MemorySettings(0, 0))
                .toString())
        .startsWith("SparkSettings[master=yarn, properties={spark.executor.cores=4}, memory=");
  }
}
