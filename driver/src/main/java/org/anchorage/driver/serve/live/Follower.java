/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a newer index now and then, opens it and swaps it in. One that cannot be opened, or
 * does not answer, is refused, and the old one goes on. It is tried again when it changes, and
 * after 1, 2, 4, 8 and then each 10 minutes, because the reason may pass. Thread-safe.
 */
public final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final Supplier<Published> published;
  private final Function<Published, Opened> open;
  private final Current current;
  private final ServerMetrics metrics;
  private final LongSupplier nanoTime;
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
  private Duration wait = FIRST_WAIT;
  private long again;
  private volatile boolean closed;

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
    this(published, open, first, current, metrics, System::nanoTime);
  }

  /** Creates one with a clock of its own. */
  Follower(
      Supplier<Published> published,
      Function<Published, Opened> open,
      Published first,
      Current current,
      ServerMetrics metrics,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
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
    if (closed) {
      return;
    }
    String tried = "";
    try {
      Published now = published.get();
      tried = now.stamp();
      if (tried.equals(stamp)) {
        refresh();
      } else if (!tried.equals(refused) || nanoTime.getAsLong() - again >= 0) {
        swap(now);
      }
    } catch (Throwable e) {
      // Whatever it is: a task that throws is never run again, and nobody would know.
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
    if (closed) {
      return;
    }
    stamp = now.stamp();
    refused = "";
    metrics.swap("swapped");
    LOG.info("{} is served now", now.location());
  }

  private void refuse(String tried, Throwable e) {
    if (closed) {
      return;
    }
    metrics.swap("refused");
    wait = tried.equals(refused) ? longer(wait) : FIRST_WAIT;
    again = nanoTime.getAsLong() + wait.toNanos();
    String why = tried + e.getMessage();
    if (!why.equals(said)) {
      LOG.warn("A newer index is refused, and the one before goes on: {}", e.getMessage(), e);
    }
    said = why;
    refused = tried;
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
  }

  /** Looks no more. An index that is being opened is closed when that is done. */
  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
  }
}
