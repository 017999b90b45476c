/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anchorage.core.config.ServeSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.serve.SearchServer;
import org.anchorage.driver.serve.http.Doorkeeper;
import org.anchorage.driver.serve.http.Token;
import org.anchorage.driver.serve.live.Follower;
import org.anchorage.driver.serve.live.IndexOpener;
import org.anchorage.driver.serve.live.Published;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves an index over HTTP, without Spark. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Answer searches of an index over HTTP, until the process is stopped.")
final class ServeCommand implements Callable<Integer> {

  /** Before Hadoop closes the filesystems that requests in flight read from. */
  private static final int PRIORITY = 100;

  @Mixin SettingsOptions settings = new SettingsOptions();

  @Option(
      names = "--index",
      required = true,
      paramLabel = "URI",
      description = "An index, or a text file whose first line is the URI of one.")
  String index = "";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on (default ${DEFAULT-VALUE}); 0 for any that is free.")
  int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "Name or address to listen on (default ${DEFAULT-VALUE}, this machine alone). Any other"
              + " needs --token.")
  String host = "127.0.0.1";

  @Option(
      names = "--token",
      paramLabel = "FILE",
      description =
          "A file with a secret that all requests must send, as Authorization: Bearer SECRET. With"
              + " it, items can be added and deleted.")
  @Nullable Path token;

  @Option(
      names = "--follow",
      description =
          "Look for a newer index every serve.poll-seconds, and serve it without a failed request.")
  boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 65535) {
      throw new ConfigurationException("--port", port, "a port is 0 to 65535");
    }
    ServeSettings limits = settings.read().typed().serve();
    Doorkeeper doorkeeper = Doorkeeper.of(host, token == null ? null : Token.read(token));
    Configuration hadoop = Sparks.hadoop();
    org.apache.hadoop.fs.Path name = new org.apache.hadoop.fs.Path(index);
    ServerMetrics metrics = new ServerMetrics();
    Published first = Published.at(name, hadoop);
    try (IndexOpener opener = new IndexOpener(hadoop, limits, metrics);
        SearchServer server =
            new SearchServer(host, port, doorkeeper, opener.open(first), limits, metrics);
        Follower follower =
            new Follower(
                () -> Published.at(name, hadoop), opener::open, first, server.current(), metrics)) {
      CountDownLatch stopped = new CountDownLatch(1);
      ShutdownHookManager.get()
          .addShutdownHook(
              () -> stop(follower, server, opener, stopped),
              PRIORITY,
              limits.stopSeconds() + 10L,
              TimeUnit.SECONDS);
      int bound = server.start();
      System.out.printf(
          Locale.ROOT,
          "Serving %s on http://%s:%d; stop it with Ctrl-C or SIGTERM%n",
          first.location(),
          host.contains(":") ? "[" + host + "]" : host,
          bound);
      System.out.flush();
      if (follow) {
        follower.start(Duration.ofSeconds(limits.pollSeconds()));
      }
      stopped.await();
    }
    return 0;
  }

  private static void stop(
      Follower follower, SearchServer server, IndexOpener opener, CountDownLatch stopped) {
    // Nothing is swapped in any more.
    follower.close();
    server.close();
    opener.close();
    stopped.countDown();
  }
}
