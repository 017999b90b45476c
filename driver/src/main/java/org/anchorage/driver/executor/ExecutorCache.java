/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * kept}). Thread-safe: a network is taken out while it is used, so that no two tasks share one.
 */
public final class ExecutorCache {

  private static final int MOST_CORPORA = 2;
  private static final ConcurrentHashMap<String, ConcurrentLinkedQueue<EmbedderSlot>> EMBEDDERS =
      new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<String, WorkerSlot> WORKERS = new ConcurrentHashMap<>();

  /** Of the corpora that were read last: a job may read one while it makes another. */
  private static final Map<String, Pixels> PIXELS =
      new LinkedHashMap<>(4, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pixels> eldest) {
          return size() > MOST_CORPORA;
        }
      };

  private static volatile @Nullable Prepared prepared;

  private static volatile Watcher watcher = Watcher.ABSENT;

  private record Prepared(long id, NeighbourSearch neighbours) {}

  private ExecutorCache() {}

  /**
   * Lends a network that embeds to one task at a time, and takes it back unless the task failed.
   *
   * @param key names the run
   * @param make makes its network where none is idle
   * @param use uses it
   */
  public static <R> R lend(String key, Supplier<Embedder> make, Function<EmbedderSlot, R> use) {
    ConcurrentLinkedQueue<EmbedderSlot> idle =
        EMBEDDERS.computeIfAbsent(key, absent -> new ConcurrentLinkedQueue<>());
    EmbedderSlot waiting = idle.poll();
    EmbedderSlot slot = waiting == null ? new EmbedderSlot(make) : waiting;
    try {
      R result = use.apply(slot);
      idle.add(slot);
      return result;
    } catch (RuntimeException | Error e) {
      slot.close();
      throw e;
    }
  }

  /**
   * Returns the slot of a worker; a new one where it has not worked on this executor.
   *
   * @param key names the worker
   * @param make makes its network
   */
  public static WorkerSlot worker(String key, Supplier<Learner> make) {
    return WORKERS.computeIfAbsent(key, absent -> new WorkerSlot(make));
  }

  /** Returns the pixels of a corpus, with whatever is decoded of it already. */
  public static Pixels pixels(CorpusIndex index) {
    synchronized (PIXELS) {
      return PIXELS.computeIfAbsent(index.key(), absent -> new Pixels(index));
    }
  }

  /**
   * Returns a base prepared for neighbour search; tasks of one job share it. Only the newest is
   * kept.
   *
   * @param id tells the base from any other of this application
   * @param prepare prepares it
   */
  public static NeighbourSearch neighbours(long id, Supplier<NeighbourSearch> prepare) {
    Prepared current = prepared;
    if (current != null && current.id() == id) {
      return current.neighbours();
    }
    synchronized (ExecutorCache.class) {
      current = prepared;
      if (current == null || current.id() != id) {
        current = new Prepared(id, prepare.get());
        prepared = current;
      }
      return current.neighbours();
    }
  }

  /** Returns who watches over the shares that run here. */
  public static Watcher watcher() {
    return watcher;
  }

  /** Sets who watches over the shares that begin here. */
  public static void watcher(Watcher watcher) {
    ExecutorCache.watcher = watcher;
  }

  /**
   * Forgets, in this JVM, the networks of a run that has ended, and the prepared neighbours.
   *
   * @param run what the keys of its networks begin with, before a slash
   */
  public static void forget(String run) {
    EMBEDDERS.forEach(
        (key, idle) -> {
          if (key.startsWith(run + "/") && EMBEDDERS.remove(key, idle)) {
            idle.forEach(EmbedderSlot::close);
          }
        });
    WORKERS.forEach(
        (key, slot) -> {
          if (key.startsWith(run + "/") && WORKERS.remove(key, slot)) {
            slot.close();
          }
        });
    prepared = null;
  }
}
