/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.driver.thread.Awaited;
import org.anchorage.worker.image.Augmenter;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.anchorage.worker.step.Embedder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns encoded images into vectors, several at a time. Each of a fixed number of embedders has a
 * network and a thread of its own, because engines may keep memory by thread. Callers decode in
 * their own threads and wait for an embedder in the order in which they came. The network is read
 * when the first image comes.
 *
 * <p>Thread-safe, except that {@link #close} must not run beside other calls.
 */
final class QueryEmbedder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueryEmbedder.class);

  private static final String INTERRUPTED = "The search was interrupted before it was done";

  private final Supplier<SavedNetwork> network;
  private final int size;
  private @Nullable Lanes lanes;
  private boolean closed;

  private record Lane(ExecutorService thread, Embedder embedder) {}

  private record Lanes(
      Settings settings, ImageDecoder decoder, Augmenter augmenter, BlockingQueue<Lane> idle) {}

  /**
   * Creates an embedder; nothing is read yet.
   *
   * @param network of the index
   * @param size how many, at least 1
   * @throws IllegalArgumentException if {@code size} is below 1
   */
  QueryEmbedder(Supplier<SavedNetwork> network, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "Cannot embed with " + size + " embedders; ask for at least 1");
    }
    this.network = network;
    this.size = size;
  }

  /** Reads the network beside what the caller does. Who embeds meanwhile waits for it. */
  void warm() {
    Thread reading = new Thread(this::tryLanes, "anchorage-network");
    reading.setDaemon(true);
    reading.start();
  }

  /** A failure is told when an image comes: then the network is read again. */
  private void tryLanes() {
    try {
      Lanes unused = lanes();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("The network could not be read yet", e);
    }
  }

  private synchronized Lanes lanes() {
    Lanes known = lanes;
    if (closed) {
      throw new IllegalStateException("The embedders are closed; open the index again");
    }
    if (known == null) {
      known = open(network.get());
      lanes = known;
    }
    return known;
  }

  private Lanes open(SavedNetwork read) {
    Settings settings = read.settings().typed();
    InputRule input = settings.encoder().input();
    BlockingQueue<Lane> idle = new ArrayBlockingQueue<>(size, true /* fair */);
    try {
      for (int i = 0; i < size; i++) {
        idle.add(lane(read::embedder, i));
      }
    } catch (RuntimeException | Error e) {
      close(idle);
      throw e;
    }
    return new Lanes(
        settings,
        new ImageDecoder(settings.image(), input, settings.imports().maxPixels()),
        new Augmenter(settings.image(), input, settings.augment()),
        idle);
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
   * Embeds an image as evaluation does. Waits if all embedders are busy.
   *
   * @param encoded the image, as in its file
   * @throws ArtifactException if the network cannot be read
   * @throws IllegalArgumentException if the bytes are not an image, or one that is too large
   * @throws IllegalStateException if the calling thread is interrupted
   */
  float[] embed(byte[] encoded) {
    return embed(List.of(encoded))[0];
  }

  /** Turns an encoded image into the network's input, in the calling thread. */
  float[] decode(byte[] encoded) throws BadImageException {
    Lanes open = lanes();
    float[] image = new float[open.settings().image().bytes()];
    open.augmenter().plain(open.decoder().decode(encoded), image, 0);
    return image;
  }

  /** Embeds inputs of the network together. */
  float[][] embedDecoded(List<float[]> decoded) {
    Lanes open = lanes();
    int length = open.settings().image().bytes();
    float[] images = decoded.size() == 1 ? decoded.get(0) : new float[length * decoded.size()];
    for (int i = 0; i < decoded.size() && decoded.size() > 1; i++) {
      System.arraycopy(decoded.get(i), 0, images, i * length, length);
    }
    return rows(embed(open, images, decoded.size()), decoded.size());
  }

  /** Embeds several images together, as {@link #embed(byte[])}. */
  float[][] embed(List<byte[]> encoded) {
    if (encoded.isEmpty()) {
      return new float[0][];
    }
    List<float[]> decoded = new ArrayList<>();
    for (byte[] image : encoded) {
      try {
        decoded.add(decode(image));
      } catch (BadImageException e) {
        throw new IllegalArgumentException(
            "The query is not a readable image: " + e.getMessage(), e);
      }
    }
    return embedDecoded(decoded);
  }

  private static float[][] rows(float[] values, int count) {
    int dim = values.length / count;
    float[][] vectors = new float[count][];
    Arrays.setAll(vectors, i -> Arrays.copyOfRange(values, i * dim, (i + 1) * dim));
    return vectors;
  }

  private static float[] embed(Lanes open, float[] images, int count) {
    Lane lane;
    try {
      lane = open.idle().take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(INTERRUPTED, e);
    }
    try {
      return call(lane.thread(), () -> lane.embedder().embed(images, count));
    } finally {
      open.idle().add(lane);
    }
  }

  private static <R> R call(ExecutorService thread, Callable<R> work) {
    return Awaited.result(thread.submit(work), "The image cannot be embedded", INTERRUPTED);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (lanes != null) {
      close(lanes.idle());
    }
  }

  private static void close(BlockingQueue<Lane> idle) {
    idle.forEach(lane -> lane.thread().shutdown());
  }
}
