/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.quorum;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor's watcher. A thread of its own asks the driver from time to time, so that a step
 * costs no more than reading a field. If the driver is slow or does not answer, shares go on to
 * their last step. Thread-safe.
 */
public final class AskingWatcher implements Watcher, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AskingWatcher.class);

  /** Shorter than most steps. */
  private static final long LEAST_MILLIS = 50;

  /** Limits the driver's load to five hundred questions a second, for any number of workers. */
  private static final long MILLIS_A_WORKER = 2;

  /** Pause after a question that failed. */
  private static final long UNHEARD_MILLIS = 1000;

  private final Quorum driver;
  private final ScheduledThreadPoolExecutor thread;

  /**
   * Creates the watcher of an executor.
   *
   * @param driver to ask
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
            // Tasks may outlive the executor's plugins. They go on as if there were no plugin.
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
        driver.reportEnd(new ShareEnd(share, taken));
      } catch (Exception e) {
        unheard(e);
      }
    }

    private void unheard(Exception e) {
      LOG.info("The driver could not be asked about {}, which goes on: {}", share, e.toString());
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean isAfter(int steps) {
      return steps >= most;
    }

    @Override
    public void reportEnd(int taken) {
      thread.execute(() -> tell(taken));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Stops asking and reporting. */
  @Override
  public void close() {
    var unused = thread.shutdownNow();
  }
}
