/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSettingsCommand {

  @TempDir Path directory;

  private static Ended settings(List<String> words) {
    List<String> all = new ArrayList<>(List.of("settings"));
    all.addAll(words);
    return Ended.of(all);
  }

  private static Ended settings(String... words) {
    return settings(List.of(words));
  }

  private String conf(String text) throws IOException {
    return Files.writeString(directory.resolve("my.conf"), text).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rounds { steps = 4 } | rounds.steps | 4",
        "rounds { outer { slowmo { rate = 0.9 } } } | rounds.outer.slowmo.rate | 0.9",
        "workers = 5 # of them | workers | 5",
        "# workers = 5 | workers | 2",
        "workers = \"6\" | workers | 6",
        "corpus = \"hdfs:///c # 1\" | corpus | hdfs:///c # 1",
        "'epochs = 3, workers = ${epochs}' | workers | 3",
        "evaluate.k = [1, 5] | evaluate.k | [1, 5]",
        "epochs = 3 | rounds.steps | 32"
      })
  void aValueIsThatWhichTheProgramReads(String text, String key, String value) throws IOException {
    Ended ended = settings("--conf", conf(text), "--get", key);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo(value + System.lineSeparator());
    assertThat(ended.code()).isZero();
  }

  @Test
  void wordsGoOverTheFileAndKeysComeInOrder() throws IOException {
    Ended ended =
        settings("--get", "epochs", "--conf", conf("epochs = 3"), "--get", "workers", "epochs=4");

    assertThat(ended.out().lines()).containsExactly("4", "2");
  }

  @Test
  void withoutAKeyEverySettingIsPrinted() {
    Ended ended = settings("epochs=3", "spark.conf.\"spark.authenticate.secret\"=hush");

    assertThat(ended.out().lines())
        .hasSameSizeAs(SettingsReader.defaults().read().written().keySet())
        .contains("epochs = 3", "workers = 2", "evaluate.k = [1, 2, 4, 8]")
        .noneMatch(line -> line.contains("hush"));
    assertThat(ended.code()).isZero();
  }

  @Test
  void theResultIsWrittenAsJson() throws IOException {
    Path file = directory.resolve("settings.json");
    settings("--json", file.toString(), "--get", "rounds.steps", "rounds.steps=8");

    JsonNode result = new ObjectMapper().readTree(file.toFile());
    assertThat(result.path("settings").path("rounds.steps").asText()).isEqualTo("8");
    assertThat(result.path("settings")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--get wrokers | Cannot use --get = wrokers: there is no such key; did you mean 'workers'?",
        "--get rounds | Cannot use --get = rounds: it is a section, not a value; name one of its keys,",
        "--get workers workers=0 | Cannot use workers = 0: it must be at least 1",
        "--get workers wrokers=1 | Cannot use wrokers = 1: there is no such key",
        "encoder.engine=torch | Cannot use encoder.engine = torch: there is no engine of this name",
        "--conf none.conf | Cannot use --conf = none.conf: there is no such file"
      })
  void whatCannotBeReadIsRefused(String words, String complaint) {
    Ended ended = settings(words.split(" "));

    assertThat(ended.err()).startsWith(complaint);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.code()).isEqualTo(2);
  }
}
