/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anchorage.driver.quorum.Watcher;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.jspecify.annotations.Nullable;

/**
 * What an executor's JVM keeps from task to task. It is a cache and nothing more: a task that finds
 * it empty makes what it needs and gives the same result (but for optimiser state that is {@code
 * kept}).
 *
 * <p>Everything that is kept of a run has the key of a broadcast of that run. It goes in one of two
 * ways. Closing the run calls {@link #forget} on every executor that can be reached ({@link
 * EveryExecutor}). An unreachable executor forgets the run with the next task of any other run
 * there, because Spark has removed the run's broadcast by then.
 *
 * <p>Thread-safe: a network is taken out while it is used, so that no two tasks share one.
 */
public final class ExecutorCache {

  private static final int MOST_CORPORA = 2;

  private static final ConcurrentHashMap<BroadcastKey, KeptRun> RUNS = new ConcurrentHashMap<>();

  /** Pixels of the corpora that were read last: a job may read one while it makes another. */
  private static final Map<String, Pixels> PIXELS =
      new LinkedHashMap<>(4, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pixels> eldest) {
          return size() > MOST_CORPORA;
        }
      };

  private static @Nullable LentNeighbours prepared;

  private static volatile Watcher watcher = Watcher.ABSENT;

  private ExecutorCache() {}

  /**
   * Lends a network that embeds to one task at a time, and takes it back unless the task failed.
   *
   * @param run whose network it is
   * @param make makes the network if none is idle
   * @param use uses it
   */
  public static <R> R lend(
      BroadcastKey run, Supplier<Embedder> make, Function<EmbedderSlot, R> use) {
    KeptRun kept = kept(run);
    EmbedderSlot slot = kept.takeEmbedder(make);
    try {
      R result = use.apply(slot);
      kept.giveBack(slot);
      return result;
    } catch (RuntimeException | Error e) {
      slot.close();
      throw e;
    }
  }

  /**
   * Lends a frozen part of a run's network, as {@link #lend}.
   *
   * @param run whose network it is
   * @param make makes the part if none is idle
   * @param use uses it
   */
  public static <R> R lendFrozen(
      BroadcastKey run, Supplier<Embedder> make, Function<Embedder, R> use) {
    KeptRun kept = kept(run);
    EmbedderSlot slot = kept.takeFrozen(make);
    try {
      R result = slot.use(use);
      kept.giveBackFrozen(slot);
      return result;
    } catch (RuntimeException | Error e) {
      slot.close();
      throw e;
    }
  }

  /** Returns the features of a run's images that are kept here; new ones if there are none. */
  public static Features features(BroadcastKey run, Supplier<Features> make) {
    return kept(run).features(make);
  }

  /**
   * Returns the slot of a worker; a new one if the worker has none on this executor.
   *
   * @param run whose worker it is
   * @param worker its number, from 0
   * @param make makes its network
   */
  public static WorkerSlot worker(BroadcastKey run, int worker, Supplier<Learner> make) {
    return worker(run, worker, "", make);
  }

  /**
   * Returns the slot of a worker; a new one if the worker has none of this kind on this executor. A
   * slot of another kind is released.
   *
   * @param run whose worker it is
   * @param worker its number, from 0
   * @param kind names what of the network moves, and what it reads
   * @param make makes its network
   */
  public static WorkerSlot worker(
      BroadcastKey run, int worker, String kind, Supplier<Learner> make) {
    return kept(run).worker(worker, kind, make);
  }

  /** Returns the pixels of a corpus that a run reads, with what is decoded of it already. */
  public static Pixels pixels(BroadcastKey run, CorpusIndex index) {
    // Noted first, so that forgetting another run leaves these pixels here.
    kept(run).addCorpus(index.key());
    synchronized (PIXELS) {
      return PIXELS.computeIfAbsent(index.key(), absent -> new Pixels(index));
    }
  }

  /**
   * Searches a base that is prepared once and that all tasks of a job share. Only the newest base
   * is kept; an older one is closed when its last search has ended.
   *
   * @param base names it
   * @param prepare prepares it
   * @param search uses the prepared base, and does not keep it
   */
  public static <R> R search(
      BroadcastKey base, Supplier<NeighbourSearch> prepare, Function<NeighbourSearch, R> search) {
    LentNeighbours lent = borrowed(base, prepare);
    try {
      return search.apply(lent.neighbours());
    } finally {
      lent.giveBack();
    }
  }

  private static synchronized LentNeighbours borrowed(
      BroadcastKey base, Supplier<NeighbourSearch> prepare) {
    LentNeighbours current = prepared;
    if (current != null && current.key().equals(base) && current.borrow()) {
      return current;
    }
    retirePrepared();
    LentNeighbours made = new LentNeighbours(base, prepare.get());
    made.borrow();
    prepared = made;
    return made;
  }

  private static synchronized void retirePrepared() {
    if (prepared != null) {
      prepared.retire();
      prepared = null;
    }
  }

  private static synchronized void retireIfGone() {
    if (prepared != null && !prepared.key().isAlive()) {
      retirePrepared();
    }
  }

  /** Returns the watcher of the shares that run here. */
  public static Watcher watcher() {
    return watcher;
  }

  /** Sets the watcher of the shares that begin here from now on. */
  public static void setWatcher(Watcher watcher) {
    ExecutorCache.watcher = watcher;
  }

  /** Returns what is kept of a run, after forgetting every other run that is closed. */
  private static KeptRun kept(BroadcastKey run) {
    forgetGone(run);
    return RUNS.computeIfAbsent(run, absent -> new KeptRun());
  }

  private static void forgetGone(BroadcastKey but) {
    List<BroadcastKey> gone =
        RUNS.keySet().stream().filter(key -> !key.equals(but) && !key.isAlive()).toList();
    if (!gone.isEmpty()) {
      gone.forEach(ExecutorCache::remove);
      removeUnreadPixels();
    }
    retireIfGone();
  }

  /**
   * Forgets, in this JVM, a run that is closed: its networks, the pixels that no other run reads,
   * and the base that was prepared last.
   */
  public static void forget(BroadcastKey run) {
    remove(run);
    removeUnreadPixels();
    retirePrepared();
  }

  private static void remove(BroadcastKey run) {
    @Nullable KeptRun kept = RUNS.remove(run);
    if (kept != null) {
      kept.close();
    }
  }

  private static void removeUnreadPixels() {
    synchronized (PIXELS) {
      PIXELS.keySet().removeIf(key -> RUNS.values().stream().noneMatch(run -> run.reads(key)));
    }
  }

  /** Returns a line for each thing that is kept in this JVM. */
  static List<String> holdings() {
    List<String> holdings = new ArrayList<>();
    RUNS.forEach((key, kept) -> holdings.add("run " + key + ": " + kept));
    synchronized (PIXELS) {
      PIXELS.keySet().forEach(key -> holdings.add("pixels " + key));
    }
    synchronized (ExecutorCache.class) {
      if (prepared != null) {
        holdings.add("neighbours " + prepared.key());
      }
    }
    return holdings;
  }
}
