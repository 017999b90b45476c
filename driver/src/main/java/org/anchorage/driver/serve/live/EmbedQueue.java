/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.anchorage.driver.serve.metrics.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Embeds images of several requests together, which takes less time for each. There is no thread of
 * its own: a request that finds an embedder idle takes all that wait, its own and others', and
 * embeds them; the others wait for it. So a request that is alone never waits. If other images are
 * being decoded meanwhile, it waits for them, but no longer than a bound.
 *
 * <p>Thread-safe.
 */
public final class EmbedQueue {

  /**
   * How much is embedded together.
   *
   * @param most images of a batch
   * @param embedders batches at once
   * @param waitNanos that a batch waits for images that are being decoded
   */
  public record Batching(int most, int embedders, long waitNanos) {}

  private final Function<List<float[]>, float[][]> network;
  private final Batching batching;
  private final ServerMetrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int leaders;
  private int coming;

  private static final class Waiting {

    private final float[] image;
    private final Condition changed;
    private float @Nullable [] vector;
    private @Nullable RuntimeException failure;

    Waiting(float[] image, Condition changed) {
      this.image = image;
      this.changed = changed;
    }

    boolean isDone() {
      return vector != null || failure != null;
    }
  }

  /** Creates a queue before a network. */
  public EmbedQueue(
      Function<List<float[]>, float[][]> network, Batching batching, ServerMetrics metrics) {
    this.network = network;
    this.batching = batching;
    this.metrics = metrics;
  }

  /** Returns how many images wait. */
  public int length() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Decodes and embeds images.
   *
   * @param count how many
   * @param decode decodes one, in this thread
   * @param deadline on {@link System#nanoTime}
   * @return a vector for each
   * @throws Refusal if an image cannot be decoded, or the deadline passes
   */
  public List<float[]> embed(int count, IntFunction<float[]> decode, long deadline) {
    Condition changed = lock.newCondition();
    List<Waiting> own = new ArrayList<>(count);
    announce(count);
    try {
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        float[] image = decode.apply(i);
        metrics.add(Stage.DECODE, System.nanoTime() - begun);
        own.add(arrive(image, changed));
      }
    } catch (RuntimeException | Error e) {
      announce(own.size() - count);
      leave(own);
      throw e;
    }
    long begun = System.nanoTime();
    List<float[]> vectors = await(own, changed, deadline);
    metrics.add(Stage.EMBED, System.nanoTime() - begun);
    return vectors;
  }

  private void announce(int images) {
    lock.lock();
    try {
      coming += images;
      if (images < 0) {
        arrived.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private Waiting arrive(float[] image, Condition changed) {
    lock.lock();
    try {
      Waiting waiting = new Waiting(image, changed);
      queue.add(waiting);
      coming--;
      arrived.signalAll();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private void leave(List<Waiting> own) {
    lock.lock();
    try {
      queue.removeAll(own);
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  private List<float[]> await(List<Waiting> own, Condition changed, long deadline) {
    lock.lock();
    try {
      while (!own.stream().allMatch(Waiting::isDone)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw Refusal.busy("No embedder was free in time; come back in a second");
        }
        if (leaders < batching.embedders() && !queue.isEmpty()) {
          lead();
        } else {
          changed.awaitNanos(left);
        }
      }
      return vectors(own);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.busy("The server is stopping; ask again later");
    } finally {
      queue.removeAll(own);
      // This one may have been woken to lead, and leaves.
      wakeNext();
      lock.unlock();
    }
  }

  private static List<float[]> vectors(List<Waiting> own) {
    List<float[]> vectors = new ArrayList<>(own.size());
    for (Waiting one : own) {
      float[] vector = one.vector;
      if (vector == null) {
        throw one.failure == null ? new IllegalStateException() : one.failure;
      }
      vectors.add(vector);
    }
    return vectors;
  }

  /** Embeds a batch. The lock is held before and after, not meanwhile. */
  private void lead() throws InterruptedException {
    leaders++;
    List<Waiting> batch = List.of();
    try {
      batch = batch();
      // Another embedder may be idle.
      wakeNext();
      lock.unlock();
      try {
        run(batch);
      } finally {
        lock.lock();
      }
    } finally {
      leaders--;
      batch.forEach(one -> one.changed.signal());
    }
  }

  private List<Waiting> batch() throws InterruptedException {
    long left = batching.waitNanos();
    while (left > 0 && coming > 0 && queue.size() < batching.most()) {
      left = arrived.awaitNanos(left);
    }
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < batching.most() && !queue.isEmpty()) {
      batch.add(queue.remove());
    }
    return batch;
  }

  private void run(List<Waiting> batch) {
    if (batch.isEmpty()) {
      return;
    }
    metrics.batch(batch.size());
    try {
      long begun = System.nanoTime();
      float[][] vectors = network.apply(batch.stream().map(one -> one.image).toList());
      metrics.add(Stage.NETWORK, System.nanoTime() - begun);
      for (int i = 0; i < vectors.length; i++) {
        batch.get(i).vector = vectors[i];
      }
    } catch (RuntimeException e) {
      batch.forEach(one -> one.failure = e);
    } catch (Error e) {
      IllegalStateException failure = new IllegalStateException("The network failed: " + e, e);
      batch.forEach(one -> one.failure = failure);
      throw e;
    }
  }

  private void wakeNext() {
    if (leaders < batching.embedders()) {
      for (Waiting next : queue) {
        // The first may still be decoding its other images, and not wait.
        if (lock.hasWaiters(next.changed)) {
          next.changed.signal();
          return;
        }
      }
    }
  }
}
