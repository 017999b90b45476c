/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.jspecify.annotations.Nullable;

/**
 * What one executor keeps of one run: the slots of its workers, networks that embed and are idle,
 * frozen parts and their features, and which corpora it reads. Thread-safe.
 */
final class KeptRun implements AutoCloseable {

  /**
   * A worker's slot.
   *
   * @param kind of its network
   */
  private record Worker(String kind, WorkerSlot slot) {}

  private final Map<Integer, Worker> workers = new HashMap<>();
  private final Deque<EmbedderSlot> idle = new ArrayDeque<>();
  private final Deque<EmbedderSlot> idleFrozen = new ArrayDeque<>();
  private @Nullable Features features;
  private final Set<String> corpora = new HashSet<>();
  private boolean closed;

  /**
   * Returns the slot of a worker; a new one if the worker has none of this kind here. All workers
   * of a round have one kind. So slots of another kind are released, those of workers that have
   * moved away among them, and with them the frozen parts and their features.
   */
  synchronized WorkerSlot worker(int worker, String kind, Supplier<Learner> make) {
    if (workers.values().stream().anyMatch(there -> !there.kind().equals(kind))) {
      releaseWorkers();
    }
    return workers.computeIfAbsent(worker, absent -> new Worker(kind, new WorkerSlot(make))).slot();
  }

  private void releaseWorkers() {
    workers.values().forEach(worker -> worker.slot().close());
    workers.clear();
    idleFrozen.forEach(EmbedderSlot::close);
    idleFrozen.clear();
    if (features != null) {
      features.release();
      features = null;
    }
  }

  /** Returns the features of the run's images; new ones if there are none. */
  synchronized Features features(Supplier<Features> make) {
    Features kept = features;
    if (kept == null) {
      kept = make.get();
      features = kept;
    }
    return kept;
  }

  /** Takes out a frozen part: an idle one, or a new one. */
  EmbedderSlot takeFrozen(Supplier<Embedder> make) {
    @Nullable EmbedderSlot waiting = nextFrozen();
    return waiting == null ? new EmbedderSlot(make) : waiting;
  }

  private synchronized @Nullable EmbedderSlot nextFrozen() {
    return idleFrozen.pollFirst();
  }

  /** Takes a frozen part back, as {@link #giveBack}. */
  synchronized void giveBackFrozen(EmbedderSlot slot) {
    giveBack(slot, idleFrozen);
  }

  /** Takes out a network that embeds: an idle one, or a new one. */
  EmbedderSlot takeEmbedder(Supplier<Embedder> make) {
    @Nullable EmbedderSlot waiting = nextIdle();
    return waiting == null ? new EmbedderSlot(make) : waiting;
  }

  private synchronized @Nullable EmbedderSlot nextIdle() {
    return idle.pollFirst();
  }

  /** Takes a network back. After {@link #close} it is closed instead of kept. */
  synchronized void giveBack(EmbedderSlot slot) {
    giveBack(slot, idle);
  }

  private void giveBack(EmbedderSlot slot, Deque<EmbedderSlot> to) {
    if (closed) {
      slot.close();
    } else {
      to.addFirst(slot);
    }
  }

  /** Notes that the run reads a corpus. */
  synchronized void addCorpus(String corpus) {
    corpora.add(corpus);
  }

  /** Returns whether the run reads a corpus. */
  synchronized boolean reads(String corpus) {
    return corpora.contains(corpus);
  }

  /** Lets the networks' threads end after the work that is running. */
  @Override
  public synchronized void close() {
    closed = true;
    releaseWorkers();
    idle.forEach(EmbedderSlot::close);
    idle.clear();
  }

  @Override
  public synchronized String toString() {
    return workers.size() + " workers, " + idle.size() + " idle networks that embed";
  }
}
