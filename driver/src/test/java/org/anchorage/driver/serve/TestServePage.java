/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the requests of docs/serve.md as they stand there. */
class TestServePage {

  private static final Pattern EXAMPLE =
      Pattern.compile("```sh\n(curl .*?)```\n(?:\n```json\n(.*?)```\n)?", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void everyRequestAnswersAsWritten() throws Exception {
    assumeTrue(run("curl --version").contains("curl"), "there is no curl");
    Files.write(directory.resolve("query.jpg"), FakeIndex.image(new Color(250, 0, 0)));
    Path page = Path.of(System.getProperty("anchorage.root"), "docs", "serve.md");
    int examples = 0;
    try (Running running = Running.withToken(new FakeIndex(), directory)) {
      Matcher example = EXAMPLE.matcher(Files.readString(page));
      while (example.find()) {
        examples++;
        String command = example.group(1).replace("localhost:8080", "localhost:" + running.port);
        String said =
            run(command.replace("\\\n", " ").replaceAll("curl ", "curl -s --fail-with-body "));
        if (example.group(2) != null) {
          assertThat(timeless(said)).as(command).isEqualTo(timeless(example.group(2)));
        }
      }
    }
    assertThat(examples).isGreaterThan(8);
  }

  /** Returns an answer without the time that it took. */
  private static JsonNode timeless(String json) throws IOException {
    JsonNode answer = OpenApiSchemas.JSON.readTree(json);
    if (answer.path("milliseconds") instanceof ObjectNode times) {
      times.put("embed", 0).put("search", 0);
    }
    return answer;
  }

  private String run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
    Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + "\n" + said).isZero();
    return said;
  }
}
