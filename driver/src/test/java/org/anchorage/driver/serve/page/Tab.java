/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A tab of a browser: what its user does, and what its page says. */
final class Tab implements AutoCloseable {

  private static final long SECONDS = 30;
  private static final Map<String, Integer> KEYS =
      Map.of(
          "Enter",
          13,
          "Tab",
          9,
          "Escape",
          27,
          "End",
          35,
          "Home",
          36,
          "ArrowLeft",
          37,
          "ArrowUp",
          38,
          "ArrowRight",
          39,
          "ArrowDown",
          40);

  private final DevTools devTools;
  private final String context;
  private final String session;

  Tab(DevTools devTools, String context, String session) {
    this.devTools = devTools;
    this.context = context;
    this.session = session;
    for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM", "Accessibility")) {
      call(domain + ".enable", Map.of());
    }
  }

  JsonNode call(String method, Map<String, ?> parameters) {
    return devTools.call(session, method, parameters);
  }

  /** Opens a page, and waits until it runs. */
  void open(String url) {
    call("Page.navigate", Map.of("url", url));
    until("location.href !== 'about:blank' && document.readyState === 'complete'");
  }

  /** Loads the page again. */
  void reload() {
    evaluate("window.before = true");
    call("Page.reload", Map.of());
    until("!window.before && document.readyState === 'complete'");
  }

  /** Evaluates an expression in the page; a promise is waited for. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  String text(String expression) {
    return evaluate(expression).asText();
  }

  /** Waits until an expression is true. */
  void until(String expression) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!is(expression)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "Not true after "
                + SECONDS
                + " s: "
                + expression
                + "\n"
                + text("document.body.innerText")
                + "\n"
                + complaints());
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private boolean is(String expression) {
    try {
      return evaluate(expression).asBoolean();
    } catch (IllegalStateException e) {
      // The page is about to be another one.
      return false;
    }
  }

  void click(String selector) {
    evaluate("document.querySelector(" + DevTools.JSON.valueToTree(selector) + ").click()");
  }

  /** Chooses files. */
  void upload(Path... files) {
    int root = call("DOM.getDocument", Map.of()).path("root").path("nodeId").asInt();
    int input =
        call("DOM.querySelector", Map.of("nodeId", root, "selector", "#file"))
            .path("nodeId")
            .asInt();
    List<String> paths = new ArrayList<>();
    for (Path file : files) {
      paths.add(file.toString());
    }
    call("DOM.setFileInputFiles", Map.of("nodeId", input, "files", paths));
  }

  /** Presses and releases a key. */
  void press(String key) {
    int code = KEYS.getOrDefault(key, (int) Character.toUpperCase(key.charAt(0)));
    String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text));
    call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
  }

  void type(String text) {
    call("Input.insertText", Map.of("text", text));
  }

  void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  void prefer(String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void offline(boolean offline) {
    call(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    // The browser answers before its network does so.
    until("fetch('healthz').then(() => " + !offline + ", () => " + offline + ")");
  }

  /**
   * Returns what the page got wrong: exceptions, errors and warnings in the console, and what the
   * Content-Security-Policy forbade. Answers that are no success are none.
   */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (JsonNode event : devTools.events(session)) {
      JsonNode params = event.path("params");
      switch (event.path("method").asText()) {
        case "Runtime.exceptionThrown" ->
            complaints.add(params.path("exceptionDetails").toString());
        case "Runtime.consoleAPICalled" -> complaints.add(params.path("args").toString());
        case "Log.entryAdded" -> {
          if (!params.path("entry").path("source").asText().equals("network")) {
            complaints.add(params.path("entry").toString());
          }
        }
        default -> {}
      }
    }
    return complaints;
  }

  /** Returns the addresses that the page asked for. */
  List<String> requests() {
    return devTools.events(session).stream()
        .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.path("params").path("request").path("url").asText())
        .toList();
  }

  /** Closes the tab, and forgets all that it kept. */
  @Override
  public void close() {
    devTools.call(null, "Target.disposeBrowserContext", Map.of("browserContextId", context));
  }
}
