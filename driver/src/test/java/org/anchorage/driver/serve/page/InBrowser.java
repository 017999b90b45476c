/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.anchorage.driver.serve.FakeIndex;
import org.anchorage.driver.serve.Running;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser, and servers for it. After each test, the page has no error and asked no other host.
 */
abstract class InBrowser {

  static final String TILES = "document.querySelectorAll('.tile[data-id]')";
  static final String IDS = "[..." + TILES + "].map(one => one.dataset.id).join()";
  static final String MESSAGE = "document.getElementById('message').innerText";
  static final String FOCUSED =
      "document.activeElement.closest('.tile')?.dataset.id ?? document.activeElement.id";

  private static @Nullable Chromium chromium;
  @TempDir static Path directory;

  private final List<Tab> tabs = new ArrayList<>();
  final List<Running> servers = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> program = Chromium.program();
    assumeTrue(
        program.isPresent(),
        "There is no chromium, chromium-browser or google-chrome on the PATH; the page is not"
            + " tested");
    chromium = Chromium.start(program.get(), Files.createDirectory(directory.resolve("profile")));
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    servers.add(Running.open(new FakeIndex()));
  }

  @AfterEach
  void nothingIsWrong() {
    for (Tab tab : tabs) {
      assertThat(tab.complaints()).isEmpty();
      assertThat(tab.requests())
          .allMatch(
              url -> url.startsWith("data:") || servers.stream().anyMatch(one -> isOf(url, one)));
    }
    tabs.forEach(Tab::close);
    servers.forEach(Running::close);
  }

  private static boolean isOf(String url, Running server) {
    return url.startsWith("http://127.0.0.1:" + server.port + "/");
  }

  Tab tab() {
    Tab tab = Objects.requireNonNull(chromium).tab();
    tab.size(1400, 900);
    tabs.add(tab);
    return tab;
  }

  Tab opened(String fragment) {
    Tab tab = tab();
    tab.open(url(fragment));
    tab.until("document.getElementById('index').textContent.includes('30 items')");
    return tab;
  }

  String url(String fragment) {
    return "http://127.0.0.1:" + servers.get(servers.size() - 1).port + "/" + fragment;
  }

  static void untilFirst(Tab tab, String id) {
    tab.until(settled(TILES + "[0]?.dataset.id === '" + id + "'"));
  }

  static String settled(String condition) {
    return "document.getElementById('grid').ariaBusy === 'false' && " + condition;
  }

  static Path image(Color colour) throws IOException {
    Path file = directory.resolve("image-" + colour.getRGB() + ".png");
    return Files.write(file, FakeIndex.image(colour));
  }
}
