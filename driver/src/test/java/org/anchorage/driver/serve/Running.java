/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.anchorage.core.config.ServeSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.serve.http.Doorkeeper;
import org.anchorage.driver.serve.http.Token;
import org.anchorage.driver.serve.live.EmbedQueue;
import org.anchorage.driver.serve.live.Opened;
import org.anchorage.driver.serve.live.Served;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.jspecify.annotations.Nullable;

/** A server on a free port, and a client that checks every answer by its schema. */
public final class Running implements AutoCloseable {

  public static final String SECRET = "0123456789abcdef";

  public final SearchServer server;
  public final ServerMetrics metrics = new ServerMetrics();
  public final int port;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String token;

  /** An answer. */
  public record Answer(int status, JsonNode json, byte[] body, HttpResponse<byte[]> response) {

    /** Returns the code of a problem. */
    public String code() {
      return json.path("code").asText();
    }

    /** Returns the message of a problem. */
    public String detail() {
      return json.path("detail").asText();
    }
  }

  private Running(Served served, @Nullable Path token, String... words) throws IOException {
    ServeSettings settings = SettingsReader.defaults().with(List.of(words)).read().typed().serve();
    EmbedQueue queue =
        new EmbedQueue(
            served::embed, new EmbedQueue.Batching(settings.batchImages(), 1, 0), metrics);
    Doorkeeper doorkeeper = Doorkeeper.of("127.0.0.1", token == null ? null : Token.read(token));
    this.token = token == null ? "" : SECRET;
    server =
        new SearchServer("127.0.0.1", 0, doorkeeper, new Opened(served, queue), settings, metrics);
    port = server.start();
  }

  /** Starts one without a token. */
  public static Running open(Served served, String... words) throws IOException {
    return new Running(served, null, words);
  }

  /** Starts one whose client sends the token. */
  public static Running withToken(Served served, Path directory, String... words)
      throws IOException {
    return new Running(served, secret(directory), words);
  }

  /** Writes a token that nobody else may read. */
  static Path secret(Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), SECRET + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Returns a request; the client's token is in it. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, String json) {
    return post(path, "application/json", json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  public Answer post(String path, String type, byte[] body) {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  /** Sends a request, and holds the answer to its schema if the description has the route. */
  public Answer send(HttpRequest.Builder builder) {
    try {
      HttpRequest request = builder.build();
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      String type = response.headers().firstValue("Content-Type").orElse("");
      String path = request.uri().getPath();
      if (!OpenApiSchemas.DOCUMENT.path("paths").path(path).isMissingNode()
          && response.statusCode() != 405) {
        assertThat(
                OpenApiSchemas.complaints(
                    request.method(), path, response.statusCode(), type, response.body()))
            .isEmpty();
      }
      JsonNode json =
          type.contains("json")
              ? OpenApiSchemas.JSON.readTree(response.body())
              : OpenApiSchemas.JSON.missingNode();
      return new Answer(response.statusCode(), json, response.body(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a metric's value, by its name with labels as they are written. */
  public double metric(String name) {
    return new String(metrics.text(), java.nio.charset.StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  @Override
  public void close() {
    server.close();
  }
}
