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
 * and which corpora it reads. Thread-safe.
 */
final class KeptRun implements AutoCloseable {

  private final Map<Integer, WorkerSlot> workers = new HashMap<>();
  private final Deque<EmbedderSlot> idle = new ArrayDeque<>();
  private final Set<String> corpora = new HashSet<>();
  private boolean closed;

  /** Returns the slot of a worker; a new one if the worker has none here. */
  synchronized WorkerSlot worker(int worker, Supplier<Learner> make) {
    return workers.computeIfAbsent(worker, absent -> new WorkerSlot(make));
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
    if (closed) {
      slot.close();
    } else {
      idle.addFirst(slot);
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
    workers.values().forEach(WorkerSlot::close);
    workers.clear();
    idle.forEach(EmbedderSlot::close);
    idle.clear();
  }

  @Override
  public synchronized String toString() {
    return workers.size() + " workers, " + idle.size() + " idle networks that embed";
  }
}
