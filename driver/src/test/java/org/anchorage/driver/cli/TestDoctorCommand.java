/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDoctorCommand {

  @TempDir Path directory;

  @BeforeEach
  void withoutSpark() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  private Map<String, JsonNode> findings(int code, String... words) throws IOException {
    Path json = directory.resolve("doctor.json");
    String[] all = new String[words.length + 2];
    all[0] = "doctor";
    all[1] = "--json=" + json;
    System.arraycopy(words, 0, all, 2, words.length);
    assertThat(Main.run(all)).isEqualTo(code);
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(result.path("state").asText()).isIn("ok", "warning", "problem");
    Map<String, JsonNode> findings = new HashMap<>();
    for (JsonNode finding : result.path("findings")) {
      assertThat(finding.fieldNames())
          .toIterable()
          .containsExactly("subject", "state", "found", "remedy");
      findings.put(finding.path("subject").asText(), finding);
    }
    return findings;
  }

  private static String said(Map<String, JsonNode> findings, String subject, String key) {
    assertThat(findings).containsKey(subject);
    return Objects.requireNonNull(findings.get(subject)).path(key).asText();
  }

  @Test
  void thisMachineIsExamined() throws IOException {
    Map<String, JsonNode> findings =
        findings(0, "--master=local[2]", "--filesystem=" + directory.toUri());

    assertThat(findings)
        .containsKeys(
            "java",
            "processor",
            "threads",
            "memory",
            "local disk",
            "native cache",
            "gpu",
            "hadoop configuration",
            "spark",
            "executor driver",
            "backend",
            "filesystem");
    assertThat(said(findings, "spark", "found"))
        .startsWith("local[2]: 1 executor, 2 tasks at once");
    assertThat(said(findings, "java", "state")).isEqualTo("ok");
    assertThat(said(findings, "threads", "state")).isEqualTo("ok");
    assertThat(said(findings, "executor driver", "state")).isEqualTo("ok");
  }

  @Test
  void aProblemIsAnExitCode() throws IOException {
    Map<String, JsonNode> findings = findings(1, "--master=there-is-none");

    assertThat(said(findings, "spark", "state")).isEqualTo("problem");
    assertThat(said(findings, "spark", "found")).contains("there-is-none");
    assertThat(said(findings, "backend", "state")).isEqualTo("ok");
  }

  @Test
  void noPatienceIsRefused() {
    assertThat(Main.run("doctor", "--patience=0")).isEqualTo(2);
  }
}
