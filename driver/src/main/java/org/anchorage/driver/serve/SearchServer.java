/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.anchorage.core.config.ServeSettings;
import org.anchorage.driver.serve.api.Api;
import org.anchorage.driver.serve.http.Doorkeeper;
import org.anchorage.driver.serve.http.HttpLimits;
import org.anchorage.driver.serve.http.HttpServer;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.live.Current;
import org.anchorage.driver.serve.live.Opened;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.anchorage.driver.serve.page.SearchPage;

/** Serves an index over HTTP. Thread-safe. */
public final class SearchServer implements AutoCloseable {

  private final Current current;
  private final HttpServer http;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * Creates a server that does not listen yet.
   *
   * @param host name or address to listen on
   * @param port 0 for any that is free
   * @param first the index that it begins with; closed with the server
   */
  public SearchServer(
      String host,
      int port,
      Doorkeeper doorkeeper,
      Opened first,
      ServeSettings settings,
      ServerMetrics metrics) {
    this.current = new Current(first);
    List<Route> routes = new ArrayList<>(SearchPage.routes());
    routes.addAll(
        Api.routes(current, settings, metrics, doorkeeper.letsWrite(), () -> !stopping.get()));
    this.http = new HttpServer(host, port, routes, doorkeeper, limits(settings), metrics);
    metrics.gauge(
        "anchorage_embed_queue_images",
        "Images that wait for the embedder.",
        () -> current.with(opened -> (long) opened.queue().length()));
    metrics.gauge(
        "anchorage_index_items",
        "Items of the index that is served.",
        () -> current.with(opened -> opened.served().info().items()));
    metrics.gauge(
        "anchorage_index_generation",
        "Generation of the index that is served.",
        () -> current.with(opened -> opened.served().info().generation()));
  }

  private static HttpLimits limits(ServeSettings settings) {
    long quarter = Runtime.getRuntime().maxMemory() / 4;
    return new HttpLimits(
        settings.uploadBytes(),
        // A body, what is read out of it, and answers.
        Math.max(quarter, 3L * settings.uploadBytes()),
        settings.requests(),
        settings.connections(),
        Duration.ofSeconds(settings.seconds()),
        Duration.ofSeconds(settings.stopSeconds()));
  }

  /** Returns what holds the index that is served now. */
  public Current current() {
    return current;
  }

  /**
   * Begins to listen.
   *
   * @return the port
   * @throws IOException if the port is taken, or is not for this user
   */
  public int start() throws IOException {
    return http.start();
  }

  /** Takes no more requests, waits for those in flight, and closes the index. */
  @Override
  public void close() {
    if (!stopping.getAndSet(true)) {
      http.close();
      current.close();
    }
  }
}
