/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.step.Embedder;

/**
 * Turns encoded images into vectors, several at a time. Each of a fixed number of embedders has a
 * network and a thread of its own, because engines may keep memory by thread. Callers decode in
 * their own threads and wait for an embedder in the order in which they came.
 *
 * <p>Thread-safe, except that {@link #close} must not run beside other calls.
 */
final class QueryEmbedder implements AutoCloseable {

  private final Settings settings;
  private final ImageDecoder decoder;
  private final Augmenter augmenter;
  private final BlockingQueue<Lane> idle;

  private record Lane(ExecutorService thread, Embedder embedder) {}

  /**
   * Opens the embedders.
   *
   * @param network of the index
   * @param size how many, at least 1
   * @throws ArtifactException if the network cannot be read
   * @throws IllegalArgumentException if {@code size} is below 1
   */
  QueryEmbedder(SavedNetwork network, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "Cannot embed with " + size + " embedders; ask for at least 1");
    }
    this.settings = network.settings().typed();
    InputRule input = settings.encoder().input();
    this.decoder = new ImageDecoder(settings.image(), input, settings.imports().maxPixels());
    this.augmenter = new Augmenter(settings.image(), input, settings.augment());
    this.idle = new ArrayBlockingQueue<>(size, true /* fair */);
    try {
      for (int i = 0; i < size; i++) {
        idle.add(lane(network::embedder, i));
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

  /** Returns how many floats a vector has. */
  int dim() {
    return settings.encoder().dim();
  }

  /**
   * Embeds an image as evaluation does. Waits if all embedders are busy.
   *
   * @param encoded the image, as in its file
   * @throws IllegalArgumentException if the bytes are not an image, or one that is too large
   * @throws IllegalStateException if the calling thread is interrupted
   */
  float[] embed(byte[] encoded) {
    float[] image = new float[settings.image().bytes()];
    try {
      augmenter.plain(decoder.decode(encoded), image, 0);
    } catch (BadImageException e) {
      throw new IllegalArgumentException("The query is not a readable image: " + e.getMessage(), e);
    }
    Lane lane;
    try {
      lane = idle.take();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      return call(lane.thread(), () -> lane.embedder().embed(image, 1));
    } finally {
      idle.add(lane);
    }
  }

  private static <R> R call(ExecutorService thread, Callable<R> work) {
    try {
      return thread.submit(work).get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(
          "The image cannot be embedded: " + e.getCause(), e.getCause());
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("The search was interrupted before it was done", e);
  }

  @Override
  public void close() {
    idle.forEach(lane -> lane.thread().shutdown());
  }
}
