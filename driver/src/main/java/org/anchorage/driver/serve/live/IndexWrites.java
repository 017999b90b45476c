/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
 * become long, it is compacted beside the requests. All that serve the same index share one, so
 * that none keeps another from writing. Thread-safe.
 */
final class IndexWrites implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IndexWrites.class);
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** What has just failed would most likely fail again, and takes long. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private final Path location;
  private final Configuration hadoop;
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
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
  private boolean compacting;
  private long compactAfter = System.nanoTime();
  private boolean closed;
  private int users;

  /** Creates it; nothing is opened. */
  IndexWrites(Path location, Configuration hadoop) {
    this.location = location;
    this.hadoop = hadoop;
  }

  /** Calls a reader after each compaction. */
  void tell(Runnable reader) {
    readers.add(reader);
  }

  /** Calls a reader no longer. */
  void forget(Runnable reader) {
    readers.remove(reader);
  }

  /** Counts one more that serves the index. */
  synchronized void enter() {
    users++;
  }

  /** Counts one less that serves the index; returns whether it was the last. */
  synchronized boolean leave() {
    return --users == 0;
  }

  /**
   * Adds items.
   *
   * @param model of the network that made their vectors
   */
  void add(String model, List<NewItem> items) {
    write(model, open -> open.add(items));
  }

  /**
   * Deletes items.
   *
   * @param model of the index that is served
   */
  void delete(String model, Collection<String> ids) {
    write(model, open -> open.delete(ids));
  }

  private synchronized void write(String model, Consumer<IndexWriter> change) {
    try {
      IndexWriter open = open();
      requireModel(model, open);
      used = System.nanoTime();
      change.accept(open);
      if (open.compactionDue() && !compacting && System.nanoTime() - compactAfter >= 0) {
        compacting = true;
        beside.execute(() -> compact(open));
      }
    } catch (LeaseException e) {
      LOG.info("A write was refused: {}", e.getMessage());
      // One that has lost its lease never writes again.
      closeWriter();
      throw new Refusal(
          409, "other_writer", "Another program writes to this index now; ask again later");
    } catch (IllegalArgumentException e) {
      String where = " at " + location;
      throw Refusal.of("bad_item", String.valueOf(e.getMessage()).replace(where, ""));
    } catch (ArtifactException e) {
      LOG.warn("A write failed", e);
      throw new Refusal(
          503, "not_written", "The index cannot be written to; the server's log says why");
    }
  }

  /** Another index may lie there by now, and the one that is served is not it. */
  private void requireModel(String model, IndexWriter open) {
    if (!open.info().model().equals(model)) {
      closeWriter();
      throw new Refusal(
          409,
          "other_index",
          "The index was made anew with another network; ask again when the server has opened it");
    }
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
    if (compacting || System.nanoTime() - used < IDLE.toNanos()) {
      closeWhenIdle();
      return;
    }
    closeWriter();
  }

  void compact(IndexWriter open) {
    try {
      open.compact();
      readers.forEach(this::refresh);
    } catch (RuntimeException | Error e) {
      LOG.warn("The index could not be compacted; it goes on with a long log", e);
      synchronized (this) {
        compactAfter = System.nanoTime() + AFTER_FAILURE.toNanos();
      }
    } finally {
      synchronized (this) {
        compacting = false;
      }
    }
  }

  /** One reader that fails keeps no other from what is new. */
  private void refresh(Runnable reader) {
    try {
      reader.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("{} was compacted, but is served as it was before", location, e);
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
      wait = !compacting;
      if (idle != null) {
        idle.cancel(false /* do not interrupt */);
      }
      beside.execute(this::closeWriter);
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

  private synchronized void closeWriter() {
    IndexWriter open = writer;
    writer = null;
    if (open != null) {
      open.close();
    }
  }
}
