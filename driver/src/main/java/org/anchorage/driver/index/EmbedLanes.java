/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.anchorage.driver.thread.Awaited;
import org.anchorage.worker.step.Embedder;

/**
 * A fixed number of embedders. Each has a thread of its own, because engines may keep memory by
 * thread. Callers wait for one in the order in which they came.
 *
 * <p>Thread-safe, except that {@link #close} must not run beside other calls.
 */
final class EmbedLanes implements AutoCloseable {

  private static final String INTERRUPTED = "The search was interrupted before it was done";

  private final BlockingQueue<Lane> idle;

  private record Lane(ExecutorService thread, Embedder embedder) {}

  /**
   * Opens all embedders.
   *
   * @param size how many
   * @param open opens one, in the thread that it will have
   */
  EmbedLanes(int size, Callable<Embedder> open) {
    idle = new ArrayBlockingQueue<>(size, true /* fair */);
    try {
      for (int i = 0; i < size; i++) {
        idle.add(lane(open, i));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static Lane lane(Callable<Embedder> open, int number) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "anchorage-query-" + number);
              made.setDaemon(true);
              return made;
            });
    try {
      return new Lane(thread, call(thread, open));
    } catch (RuntimeException | Error e) {
      thread.shutdown();
      throw e;
    }
  }

  /**
   * Embeds inputs of the network that lie one behind the other. Waits if all embedders are busy.
   *
   * @param images {@code count} inputs
   * @return vectors, one behind the other
   * @throws IllegalStateException if the calling thread is interrupted
   */
  float[] embed(float[] images, int count) {
    Lane lane;
    try {
      lane = idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(INTERRUPTED, e);
    }
    try {
      return call(lane.thread(), () -> lane.embedder().embed(images, count));
    } finally {
      idle.add(lane);
    }
  }

  private static <R> R call(ExecutorService thread, Callable<R> work) {
    return Awaited.result(thread.submit(work), "The image cannot be embedded", INTERRUPTED);
  }

  /** Ends the threads. */
  @Override
  public void close() {
    idle.forEach(lane -> lane.thread().shutdown());
  }
}
