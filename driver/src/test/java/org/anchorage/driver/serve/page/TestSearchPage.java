/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.anchorage.driver.serve.FakeIndex;
import org.anchorage.driver.serve.Running;
import org.anchorage.driver.serve.Running.Answer;
import org.anchorage.driver.serve.http.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's files, as they are sent. */
class TestSearchPage {

  @Test
  void everyFileOfTheBuildIsServed() throws IOException, URISyntaxException {
    URL index = Objects.requireNonNull(SearchPage.class.getResource("index.html"));
    try (Stream<Path> files = Files.list(Path.of(index.toURI()).resolveSibling(""))) {
      assertThat(SearchPage.routes().stream().map(Route::path))
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> String.valueOf(file.getFileName()))
                  .filter(name -> !name.endsWith(".class"))
                  .map(name -> name.equals("index.html") ? "/" : "/page/" + name)
                  .toList());
    }
  }

  @Test
  void thePageMayNeitherRunNorLoadWhatIsNotOfThisServer() throws IOException {
    try (Running running = Running.open(new FakeIndex())) {
      Answer page = running.get("/");
      HttpHeaders headers = page.response().headers();
      assertThat(headers.allValues("Content-Security-Policy")).containsExactly(SearchPage.POLICY);
      assertThat(headers.firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
      assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
      assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(new String(page.body(), StandardCharsets.UTF_8))
          .contains("<link rel=\"modulepreload\" href=\"page/api.js\">")
          .doesNotContain("MODULES");
    }
  }

  @Test
  void aBrowserThatHasAFileIsToldSo(@TempDir Path directory) throws IOException {
    // No token is needed: the page asks for it.
    try (Running running = Running.withToken(new FakeIndex(), directory)) {
      for (Route route : SearchPage.routes()) {
        Answer first = running.get(route.path());
        assertThat(first.status()).isEqualTo(200);
        String tag = first.response().headers().firstValue("ETag").orElseThrow();
        Answer second =
            running.send(
                running.request(route.path()).header("If-None-Match", "\"x\", W/" + tag).GET());
        assertThat(second.status()).as(route.path()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.response().headers().firstValue("ETag")).hasValue(tag);
        Answer other = running.send(running.request(route.path()).header("If-None-Match", "\"x\""));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.body()).isEqualTo(first.body());
      }
    }
  }
}
