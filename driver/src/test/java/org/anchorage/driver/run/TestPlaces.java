/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's places mean the same from every directory. */
class TestPlaces {

  private static final String HERE = "file:" + Path.of("").toAbsolutePath() + "/";

  @TempDir Path directory;

  private static RunSettings settings(String... words) {
    return SettingsReader.defaults().with(List.of(words)).read();
  }

  @Test
  void aRunKeepsWholeUris() {
    RunDirectory run = new RunDirectory(directory.resolve("run").toString(), new Configuration());

    run.create(settings("mining=classes", "corpus=./corpora//c/", "mine.table=/tables/a", "run=r"));

    assertThat(run.settings().written())
        .containsEntry("corpus", HERE + "corpora/c")
        .containsEntry("mine.table", "file:/tables/a")
        .containsEntry("run", "r")
        .containsEntry("batch.tuples", "");
  }

  @Test
  void onlyTheDefaultFilesystemIsFilledIn() {
    Configuration hadoop = new Configuration();
    Places places = new Places(hadoop);
    assertThat(places.qualified("s3a://bucket/c")).isEqualTo("s3a://bucket/c");
    assertThat(places.qualified("nowhere://host/c")).isEqualTo("nowhere://host/c");
    assertThat(places.qualified("c:d")).isEqualTo("c:d");
  }
}
