/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Speaks the DevTools protocol: commands with answers, and events. Thread-safe. */
final class DevTools implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();
  private static final long SECONDS = 60;

  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  DevTools(URI address) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, new Receiver())
            .orTimeout(SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param session of a tab; null for the browser
   */
  JsonNode call(@Nullable String session, String method, Map<String, ?> parameters) {
    int number = numbers.incrementAndGet();
    ObjectNode command = JSON.createObjectNode().put("id", number).put("method", method);
    command.set("params", JSON.valueToTree(parameters));
    if (session != null) {
      command.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(number, answer);
    synchronized (this) {
      socket.sendText(command.toString(), true).join();
    }
    JsonNode read = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    if (read.has("error")) {
      throw new IllegalStateException(method + ": " + read.path("error"));
    }
    return read.path("result");
  }

  /** Returns the events of a tab so far. */
  List<JsonNode> events(String session) {
    return events.stream().filter(one -> one.path("sessionId").asText().equals(session)).toList();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Receiver implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        receive(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void receive(String message) {
      JsonNode read;
      try {
        read = JSON.readTree(message);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      CompletableFuture<JsonNode> asked = waiting.remove(read.path("id").asInt());
      if (asked != null) {
        asked.complete(read);
      } else {
        events.add(read);
      }
    }
  }
}
