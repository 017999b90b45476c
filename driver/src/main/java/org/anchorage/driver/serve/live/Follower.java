/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a newer index now and then, opens it and swaps it in. One that cannot be opened, or
 * does not answer, is refused, and the old one goes on; it is tried again when it changes.
 * Thread-safe.
 */
public final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final Supplier<Published> published;
  private final Function<Published, Opened> open;
  private final Current current;
  private final ServerMetrics metrics;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "anchorage-follow");
            thread.setDaemon(true);
            return thread;
          });
  private String stamp;
  private String refused = "";
  private String said = "";

  /**
   * Creates a follower that does not look yet.
   *
   * @param published says which index is published
   * @param open opens it, and asks it something, so that it is warm
   * @param first the one that is served now
   */
  public Follower(
      Supplier<Published> published,
      Function<Published, Opened> open,
      Published first,
      Current current,
      ServerMetrics metrics) {
    this.published = published;
    this.open = open;
    this.current = current;
    this.metrics = metrics;
    this.stamp = first.stamp();
  }

  /** Begins to look. */
  public void start(Duration every) {
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks once. Never throws, because there is nobody to tell. */
  public synchronized void look() {
    String tried = "";
    try {
      Published now = published.get();
      tried = now.stamp();
      if (tried.equals(stamp)) {
        refresh();
      } else if (!tried.equals(refused)) {
        swap(now);
      }
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      refuse(tried, e);
    }
  }

  private void refresh() {
    if (current.with(opened -> opened.served().refresh())) {
      metrics.swap("refreshed");
    }
  }

  private void swap(Published now) {
    LOG.info("A newer index is published: {}", now.location());
    current.swap(open.apply(now));
    stamp = now.stamp();
    refused = "";
    metrics.swap("swapped");
    LOG.info("{} is served now", now.location());
  }

  private void refuse(String tried, Throwable e) {
    metrics.swap("refused");
    String why = tried + e.getMessage();
    if (!why.equals(said)) {
      LOG.warn("A newer index is refused, and the one before goes on: {}", e.getMessage(), e);
    }
    said = why;
    refused = tried;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
