/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.serve.http.Refusal;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of an index. It opens with the first write, and closes when nobody has written for a
 * while, so that commands have their turn: an index has one writer at a time. Thread-safe; one
 * change after the other.
 */
final class KeptWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeptWriter.class);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Path location;
  private final Configuration hadoop;
  private final Compactions compactions;
  private final ScheduledExecutorService beside =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "anchorage-writer");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable IndexWriter writer;
  private @Nullable Future<?> idle;
  private long used;
  private boolean closed;

  /** Creates it; nothing is opened. */
  KeptWriter(Path location, Configuration hadoop, Compactions compactions) {
    this.location = location;
    this.hadoop = hadoop;
    this.compactions = compactions;
  }

  /**
   * Changes the index, and begins a compaction if one is due.
   *
   * @throws Refusal with status 503 if this is closed
   */
  synchronized <R> R write(Function<IndexWriter, R> change) {
    IndexWriter open = open();
    used = System.nanoTime();
    R result = change.apply(open);
    compactions.beginIfDue(open, beside);
    return result;
  }

  private IndexWriter open() {
    if (closed) {
      throw Refusal.busy("The server is stopping; ask another");
    }
    IndexWriter open = writer;
    if (open == null) {
      open = IndexWriter.open(location, hadoop);
      writer = open;
      closeWhenIdle();
    }
    return open;
  }

  private void closeWhenIdle() {
    idle = beside.schedule(this::closeIfIdle, IDLE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void closeIfIdle() {
    if (closed) {
      return;
    }
    if (compactions.isRunning() || System.nanoTime() - used < IDLE.toNanos()) {
      closeWhenIdle();
      return;
    }
    drop();
  }

  /** Closes the writer; the next write opens another. */
  synchronized void drop() {
    IndexWriter open = writer;
    writer = null;
    if (idle != null) {
      idle.cancel(false /* do not interrupt */);
      idle = null;
    }
    if (open != null) {
      open.close();
    }
  }

  /** Lets another program write; a compaction that runs ends first, and is not waited for. */
  @Override
  public void close() {
    boolean wait;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      wait = !compactions.isRunning();
      beside.execute(this::drop);
      beside.shutdown();
    }
    try {
      if (wait && !beside.awaitTermination(IDLE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("The writer of {} does not close", location);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
