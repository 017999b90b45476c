/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.driver.cli.Main;
import org.anchorage.driver.conformance.Outcome.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestConformance {

  private static final Path ROOT = Path.of(System.getProperty("anchorage.root", ".."));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "driver/src/test/resources/golden, 296",
    "core/src/test/resources/org/anchorage/core/metrics, 100"
  })
  void agreesWithTheVectorsThatTravelWithTheSource(String vectors, int least) {
    List<Outcome> outcomes = ConformanceStage.run(ROOT.resolve(vectors));

    assertThat(outcomes).hasSizeGreaterThanOrEqualTo(least).allMatch(Outcome::passed);
  }

  @Test
  void agreesWithAllVectors() {
    Path all = ROOT.resolve("../shared/golden");
    assumeThat(all).exists();

    List<Outcome> outcomes = ConformanceStage.run(all);

    assertThat(outcomes).hasSizeGreaterThanOrEqualTo(3309).allMatch(Outcome::passed);
  }

  @Test
  void tellsAValueThatIsOff() throws IOException {
    write("\"loss\":1.7782019471276422", "\"loss\":1.7782019571276422", "npair_ovo");

    Outcome outcome = ConformanceStage.run(folder).get(0);

    assertThat(outcome.verdict()).isEqualTo(Verdict.OFF);
    assertThat(outcome.expected()).startsWith("loss ");
    assertThat(Main.run("conformance", folder.toString())).isEqualTo(1);
  }

  @Test
  void tellsAGradientThatIsOff() throws IOException {
    write("\"grad\":[[", "\"grad\":[[9", "npair_ovo");

    Outcome outcome = ConformanceStage.run(folder).get(0);

    assertThat(outcome.verdict()).isEqualTo(Verdict.OFF);
    assertThat(outcome.expected()).startsWith("grad 9");
  }

  @Test
  void doesNotPassOverWhatItDoesNotKnow() throws IOException {
    write("\"loss\":\"npair_ovo\"", "\"loss\":\"npair_new\"", "npair_ovo");

    assertThat(ConformanceStage.run(folder))
        .singleElement()
        .returns(Verdict.UNKNOWN, Outcome::verdict)
        .returns("npair_new", Outcome::subject);
    assertThat(Main.run("conformance", folder.toString())).isEqualTo(1);
  }

  @Test
  void succeedsOnVectorsThatAgree() throws IOException {
    write("", "", "npair_ovo");

    assertThat(Main.run("conformance", folder.toString(), "--json", folder + "/out/result.json"))
        .isZero();
    assertThat(folder.resolve("out/result.json")).content().contains("\"npair_ovo\"");
  }

  @Test
  void refusesAFolderWithoutVectors() throws IOException {
    assertThatThrownBy(() -> ConformanceStage.run(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no .json file in " + folder);

    Files.writeString(folder.resolve("half.json"), "{\"cases\": [");
    assertThatThrownBy(() -> ConformanceStage.run(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half.json is not JSON");

    Files.writeString(folder.resolve("half.json"), "{\"other\": 1}");
    assertThatThrownBy(() -> ConformanceStage.run(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half.json has no reference cases");
  }

  /** Writes the first smooth case of a loss, changed. */
  private void write(String old, String now, String loss) throws IOException {
    Path file = ROOT.resolve("driver/src/test/resources/golden/losses_npair_angular.json");
    List<String> lines = Files.readAllLines(file);
    String wanted =
        lines.stream()
            .filter(line -> line.contains("\"loss\":\"" + loss + "\""))
            .filter(line -> line.contains("\"gradient\":\"smooth\""))
            .findFirst()
            .orElseThrow();
    String id = wanted.replaceFirst(".*\"batch\":\"([^\"]*)\".*", "$1");
    String batch =
        lines.stream()
            .filter(line -> line.contains("\"id\":\"" + id + "\"") && line.contains("embeddings"))
            .findFirst()
            .orElseThrow();
    String changed = wanted.replace(old, now);
    assertThat(old.isEmpty() || !changed.equals(wanted)).isTrue();
    Files.writeString(
        folder.resolve("case.json"),
        "{\"batches\":[" + bare(batch) + "],\"cases\":[" + bare(changed) + "]}");
  }

  private static String bare(String line) {
    return line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
  }
}
