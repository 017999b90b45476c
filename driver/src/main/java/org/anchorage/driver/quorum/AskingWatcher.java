/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor's watcher: a thread of its own asks the driver now and then, so that a step costs no
 * more than the look at a field. A driver that does not answer, or is slow to, stops nobody: shares
 * go on, to their last step if need be. Thread-safe.
 */
public final class AskingWatcher implements Watcher, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AskingWatcher.class);

  /** Less than most steps take. */
  private static final long LEAST_MILLIS = 50;

  /** The driver answers five hundred questions a second, however many workers there are. */
  private static final long MILLIS_A_WORKER = 2;

  /** A driver that cannot be asked now is not helped by more questions. */
  private static final long UNHEARD_MILLIS = 1000;

  private final Quorum driver;
  private final ScheduledThreadPoolExecutor thread;

  /**
   * Creates the watcher of an executor.
   *
   * @param driver who is asked
   */
  public AskingWatcher(Quorum driver) {
    this.driver = driver;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "anchorage-quorum");
              made.setDaemon(true);
              return made;
            },
            // Tasks may outlive the executor's plugins, and go on as if there were none.
            new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public Watch watch(Share share) {
    Asking watch = new Asking(share);
    thread.execute(watch::ask);
    return watch;
  }

  private final class Asking implements Watch {

    private final Share share;
    private volatile int most = Quorum.ALL;
    private volatile boolean closed;

    Asking(Share share) {
      this.share = share;
    }

    private void ask() {
      if (closed) {
        return;
      }
      long millis = Math.max(LEAST_MILLIS, MILLIS_A_WORKER * share.round().workers());
      try {
        most = driver.mostSteps(share);
      } catch (Exception e) {
        unheard(e);
        millis = Math.max(UNHEARD_MILLIS, millis);
      }
      if (most == Quorum.ALL) {
        var unused = thread.schedule(this::ask, millis, TimeUnit.MILLISECONDS);
      }
    }

    private void tell(int taken) {
      try {
        driver.ended(new ShareEnd(share, taken));
      } catch (Exception e) {
        unheard(e);
      }
    }

    private void unheard(Exception e) {
      LOG.info("No word with the driver on {}, which goes on: {}", share, e.toString());
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean isAfter(int steps) {
      return steps >= most;
    }

    @Override
    public void ended(int taken) {
      thread.execute(() -> tell(taken));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Asks and tells nothing any more. */
  @Override
  public void close() {
    var unused = thread.shutdownNow();
  }
}
