/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens on a port and answers by routes. Thread-safe. */
public final class HttpServer implements AutoCloseable {

  /** Threads beside those that answer: they accept, select and refuse. */
  private static final int MORE_THREADS = 16;

  private static final int HEAD_BYTES = 16 * 1024;

  private final Server server;
  private final ServerConnector connector;
  private final String host;
  private final SlowConnections slow;

  /**
   * Creates a server that does not listen yet.
   *
   * @param host name or address to listen on
   * @param port 0 for any that is free
   */
  public HttpServer(
      String host,
      int port,
      List<Route> routes,
      Doorkeeper doorkeeper,
      HttpLimits limits,
      Watcher watcher) {
    this.host = host;
    QueuedThreadPool threads = new QueuedThreadPool(limits.requests() + MORE_THREADS);
    threads.setName("anchorage-serve");
    server = new Server(threads);
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration(limits)));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptedTcpNoDelay(true);
    connector.setIdleTimeout(limits.time().toMillis());
    slow = new SlowConnections(limits.time(), watcher);
    connector.addBean(slow);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), server));
    server.setErrorHandler(new ErrorPages());
    server.setHandler(new GracefulHandler(new Router(routes, doorkeeper, limits, watcher, slow)));
    server.setStopTimeout(limits.stop().toMillis());
  }

  private static HttpConfiguration configuration(HttpLimits limits) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEAD_BYTES);
    configuration.setIdleTimeout(limits.time().toMillis());
    return configuration;
  }

  /**
   * Begins to listen.
   *
   * @return the port
   * @throws IOException if the port is taken, or is not for this user
   */
  public int start() throws IOException {
    try {
      server.start();
      slow.start(connector.getScheduler());
      return connector.getLocalPort();
    } catch (IOException e) {
      close();
      throw new IOException(
          "Cannot listen on "
              + host
              + ", port "
              + connector.getPort()
              + ": "
              + e.getMessage()
              + "; give another --port or --host",
          e);
    } catch (Exception e) {
      throw new IllegalStateException("The server cannot start: " + e, e);
    }
  }

  /** Takes no more requests, waits for those in flight as long as the limits say, and ends. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      // What is still in flight is cut; there is nobody to tell.
    }
  }
}
