/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.lease.LeaseException;
import org.anchorage.driver.serve.http.Refusal;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to an index. The writer opens with the first write, and closes when nobody has written for
 * a while, so that commands have their turn: an index has one writer at a time. When its log has
 * become long, it is compacted beside the requests. Thread-safe.
 */
final class IndexWrites implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IndexWrites.class);
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final Path location;
  private final Configuration hadoop;
  private final Runnable compacted;
  private final ScheduledExecutorService beside =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "anchorage-writer");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable IndexWriter writer;
  private long used;
  private boolean compacting;
  private boolean closed;

  /**
   * Creates it; nothing is opened.
   *
   * @param compacted is called after a compaction
   */
  IndexWrites(Path location, Configuration hadoop, Runnable compacted) {
    this.location = location;
    this.hadoop = hadoop;
    this.compacted = compacted;
  }

  void add(List<NewItem> items) {
    write(open -> open.add(items));
  }

  void delete(Collection<String> ids) {
    write(open -> open.delete(ids));
  }

  private synchronized void write(Consumer<IndexWriter> change) {
    try {
      IndexWriter open = open();
      used = System.nanoTime();
      change.accept(open);
      if (open.compactionDue() && !compacting) {
        compacting = true;
        beside.execute(() -> compact(open));
      }
    } catch (LeaseException e) {
      LOG.info("A write was refused: {}", e.getMessage());
      throw new Refusal(
          409, "other_writer", "Another program writes to this index now; ask again later");
    } catch (ArtifactException e) {
      LOG.warn("A write failed", e);
      throw new Refusal(
          503, "not_written", "The index cannot be written to; the server's log says why");
    }
  }

  private IndexWriter open() {
    if (closed) {
      throw Refusal.busy("Another index is served by now; ask again");
    }
    IndexWriter open = writer;
    if (open == null) {
      open = IndexWriter.open(location, hadoop, IndexWriter.LOG_ITEMS);
      writer = open;
      closeWhenIdle();
    }
    return open;
  }

  private void closeWhenIdle() {
    var unused = beside.schedule(this::closeIfIdle, IDLE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void closeIfIdle() {
    IndexWriter open = writer;
    if (open == null || closed) {
      return;
    }
    if (compacting || System.nanoTime() - used < IDLE.toNanos()) {
      closeWhenIdle();
      return;
    }
    writer = null;
    open.close();
  }

  private void compact(IndexWriter open) {
    try {
      open.compact();
      compacted.run();
    } catch (RuntimeException e) {
      LOG.warn("The index could not be compacted; it goes on with a long log", e);
    } finally {
      synchronized (this) {
        compacting = false;
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    beside.shutdown();
    try {
      // A compaction that is cut does no harm, but its work is lost.
      if (!beside.awaitTermination(IDLE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("A compaction goes on longer than the server");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
