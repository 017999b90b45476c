/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a newer index now and then, opens it and swaps it in. One that cannot be opened, or
 * does not answer, is refused, and the old one goes on. It is tried again when it changes, and
 * after 1, 2, 4, 8 and then each 10 minutes, because the reason may pass. What others write to the
 * index that is served is taken up all the while. Thread-safe.
 */
public final class Follower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final Supplier<Published> published;
  private final Function<Published, Opened> open;
  private final Current current;
  private final ServerMetrics metrics;
  private final Refusals refusals;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "anchorage-follow");
            thread.setDaemon(true);
            return thread;
          });
  private Published serving;

  /** Why it could not be refreshed; empty if it could. */
  private String stale = "";

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
    this.refusals = new Refusals(nanoTime);
    this.published = published;
    this.open = open;
    this.current = current;
    this.metrics = metrics;
    this.serving = first;
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
      if (tried.equals(serving.stamp())) {
        refusals.clear();
      } else if (refusals.isDue(tried)) {
        swap(now);
      }
    } catch (Throwable e) {
      // Whatever it is: a task that throws is never run again, and nobody would know.
      refuse(tried, e);
    }
    if (!closed) {
      refresh();
      current.note(notes());
    }
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (refusals.isAny()) {
      notes.add(
          "A newer index is published and was refused; the one before is served, and the server's"
              + " log says why");
    }
    if (!stale.isEmpty()) {
      notes.add("What others write to the index is not taken up; the server's log says why");
    }
    return notes;
  }

  /** Others may write to the index that is served, whatever else is published. */
  private void refresh() {
    try {
      if (current.with(opened -> opened.served().refresh())) {
        metrics.swap("refreshed");
      }
      stale = "";
    } catch (Throwable e) {
      metrics.swap("refused");
      String why = String.valueOf(e.getMessage());
      if (!closed && !why.equals(stale)) {
        LOG.warn("{} cannot be refreshed, and is served as it was: {}", serving.location(), why);
        LOG.debug("It could not be refreshed", e);
      }
      stale = why;
    }
  }

  private void swap(Published now) {
    long begun = System.nanoTime();
    // Before the other one is opened: it may take long, and nobody may enter after the end.
    IndexInfo from = current.with(opened -> opened.served().info());
    Opened next = open.apply(now);
    IndexInfo to = next.served().info();
    current.swap(next);
    if (closed) {
      return;
    }
    LOG.info(
        "Serving {} now, version {} of model {} with {} items, in place of {}, version {} of model"
            + " {} with {} items; opening took {} ms",
        now.location(),
        to.version(),
        to.model(),
        to.items(),
        serving.location(),
        from.version(),
        from.model(),
        from.items(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    serving = now;
    refusals.clear();
    metrics.swap("swapped");
  }

  private void refuse(String tried, Throwable e) {
    if (closed) {
      return;
    }
    metrics.swap("refused");
    refusals.add(tried, e);
  }

  /** Looks no more. An index that is being opened is closed when that is done. */
  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
  }
}
