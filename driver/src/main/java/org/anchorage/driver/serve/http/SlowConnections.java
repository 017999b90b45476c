/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose askers send the head of a request, or take an answer, more slowly than a
 * bound. Each byte begins the idle timeout anew, so that alone would let them stay for days. Bodies
 * have a bound of their own ({@link BodyReader}). Thread-safe.
 */
final class SlowConnections implements Connection.Listener {

  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final Map<Connection, Pace> open = new ConcurrentHashMap<>();
  private final long most;
  private final Watcher watcher;

  /**
   * Creates it; it does not look yet.
   *
   * @param most time for a head, and for an answer
   */
  SlowConnections(Duration most, Watcher watcher) {
    this.most = most.toNanos();
    this.watcher = watcher;
  }

  /** Looks now and then, until the scheduler stops. */
  void start(Scheduler scheduler) {
    var unused =
        scheduler.schedule(
            () -> {
              look(System.nanoTime());
              start(scheduler);
            },
            Math.min(LOOK_NANOS, most / 8),
            TimeUnit.NANOSECONDS);
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Pace());
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** The head of a request has come. */
  void begun(Connection connection) {
    pace(connection).begun();
  }

  /** An answer is written from now on. */
  void writing(Connection connection) {
    pace(connection).writing(System.nanoTime());
  }

  /** An answer was written. */
  void ended(Connection connection) {
    pace(connection).ended(connection.getBytesIn());
  }

  private Pace pace(Connection connection) {
    Pace pace = open.get(connection);
    return pace == null ? new Pace() : pace;
  }

  private void look(long now) {
    open.forEach(
        (connection, pace) -> {
          if (pace.isLate(now, connection.getBytesIn(), most)) {
            watcher.refused("too_slow");
            connection.getEndPoint().close(new TimeoutException("The asker is too slow"));
          }
        });
  }

  /** What a connection does, and since when. */
  static final class Pace {

    private enum Doing {
      /** Nothing, unless bytes have come. */
      HEAD,
      WORK,
      ANSWER
    }

    private Doing doing = Doing.HEAD;
    private boolean begins;
    private long bytes;
    private long since;

    synchronized void begun() {
      doing = Doing.WORK;
    }

    synchronized void writing(long now) {
      doing = Doing.ANSWER;
      since = now;
    }

    synchronized void ended(long bytesIn) {
      doing = Doing.HEAD;
      begins = false;
      bytes = bytesIn;
    }

    /**
     * Returns whether the asker takes too long.
     *
     * @param now on {@link System#nanoTime}
     * @param bytesIn that have come through this connection
     * @param most nanoseconds
     */
    synchronized boolean isLate(long now, long bytesIn, long most) {
      if (doing == Doing.HEAD && !begins) {
        begins = bytesIn > bytes;
        since = now;
      }
      return switch (doing) {
        case HEAD -> begins && now - since > most;
        case WORK -> false;
        case ANSWER -> now - since > most;
      };
    }
  }
}
