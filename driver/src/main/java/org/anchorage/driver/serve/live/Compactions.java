/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.log.IndexWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compacts an index beside the requests, when its log has become long. Thread-safe. */
final class Compactions {

  private static final Logger LOG = LoggerFactory.getLogger(Compactions.class);

  /** What has just failed would most likely fail again, and takes long. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private final Readers readers;
  private boolean running;
  private long after = System.nanoTime();

  /** Tells readers of each compaction. */
  Compactions(Readers readers) {
    this.readers = readers;
  }

  /** Returns whether one runs, or is about to. */
  synchronized boolean isRunning() {
    return running;
  }

  /** Begins one, if the log is long, none runs, and none has failed just now. */
  synchronized void beginIfDue(IndexWriter open, Executor beside) {
    if (open.compactionDue() && !running && System.nanoTime() - after >= 0) {
      running = true;
      beside.execute(() -> compact(open));
    }
  }

  /** Compacts. Never throws, because there is nobody to tell. */
  void compact(IndexWriter open) {
    try {
      open.compact();
      readers.refresh();
    } catch (ArtifactException e) {
      LOG.warn("The index could not be compacted, and goes on with a long log: {}", e.getMessage());
      LOG.debug("The compaction failed", e);
      pause();
    } catch (RuntimeException | Error e) {
      LOG.warn("The index could not be compacted, and goes on with a long log", e);
      pause();
    } finally {
      end();
    }
  }

  private synchronized void pause() {
    after = System.nanoTime() + AFTER_FAILURE.toNanos();
  }

  private synchronized void end() {
    running = false;
  }
}
