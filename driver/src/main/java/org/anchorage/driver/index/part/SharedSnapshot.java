/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The snapshot that is searched now, and its users. Another one can take its place at any time:
 * work that has begun goes on with the snapshot that it began with, and what begins later gets the
 * new one. Neither waits for the other. A part is closed when no snapshot that is in use has it any
 * more.
 *
 * <p>Thread-safe. No lock is held while work runs.
 */
public final class SharedSnapshot implements AutoCloseable {

  /** Work on a snapshot. */
  @FunctionalInterface
  public interface Work<R, X extends Exception> {
    /** Works; the parts stay open meanwhile. */
    R on(Snapshot snapshot) throws X;
  }

  /** A snapshot, and how many hold it: those who work on it, and this object if it is current. */
  private static final class Held {

    private final Snapshot snapshot;
    private int users = 1;

    Held(Snapshot snapshot) {
      this.snapshot = snapshot;
    }
  }

  private final String place;
  private final Object replacing = new Object();

  /** How many held snapshots have each part. */
  private final IdentityHashMap<IndexPart, Integer> holders = new IdentityHashMap<>();

  private Held current;
  private int working;
  private boolean closed;

  /**
   * Takes a snapshot over.
   *
   * @param place of the index, for messages
   */
  public SharedSnapshot(String place, Snapshot first) {
    this.place = place;
    this.current = new Held(first);
    count(first);
  }

  private void count(Snapshot snapshot) {
    snapshot.parts().forEach(live -> holders.merge(live.part(), 1, Integer::sum));
  }

  /**
   * Works on the snapshot as it is now.
   *
   * @throws IllegalStateException if the index is closed
   * @throws X if the work throws it
   */
  public <R, X extends Exception> R use(Work<R, X> work) throws X {
    Held mine = begin();
    try {
      return work.on(mine.snapshot);
    } finally {
      end(mine);
    }
  }

  private synchronized Held begin() {
    if (closed) {
      throw new IllegalStateException(
          "The index at " + place + " is closed; open it again to search it");
    }
    working++;
    current.users++;
    return current;
  }

  private void end(Held mine) {
    try {
      close(released(mine));
    } finally {
      synchronized (this) {
        working--;
        notifyAll();
      }
    }
  }

  /** Gives a snapshot back, and returns the parts that nobody uses any more. */
  private synchronized List<IndexPart> released(Held held) {
    held.users--;
    List<IndexPart> unused = new ArrayList<>();
    if (held.users == 0) {
      for (LivePart live : held.snapshot.parts()) {
        if (holders.merge(live.part(), -1, Integer::sum) == 0) {
          holders.remove(live.part());
          unused.add(live.part());
        }
      }
    }
    return unused;
  }

  private static void close(List<IndexPart> parts) {
    RuntimeException first = null;
    for (IndexPart part : parts) {
      try {
        part.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /**
   * Puts another snapshot in the place of the current one, one caller at a time.
   *
   * @param newer gets the current snapshot, and returns what takes its place, if anything. Parts
   *     that both have are shared
   * @return whether there was anything
   * @throws IllegalStateException if the index is closed
   */
  public boolean replace(Function<Snapshot, Optional<Snapshot>> newer) {
    synchronized (replacing) {
      return this.<Boolean, RuntimeException>use(
          old -> {
            Optional<Snapshot> next = newer.apply(old);
            next.ifPresent(this::put);
            return next.isPresent();
          });
    }
  }

  /** The old snapshot is in use here, so this does not close anything. */
  private synchronized void put(Snapshot next) {
    Held before = current;
    count(next);
    current = new Held(next);
    close(released(before));
  }

  /**
   * Refuses further work, waits for work that has begun, and closes the parts. A second call does
   * nothing.
   */
  @Override
  public void close() {
    close(ended());
  }

  private synchronized List<IndexPart> ended() {
    closed = true;
    boolean interrupted = false;
    while (working > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return current.users == 0 ? List.of() : released(current);
  }
}
