/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.anchorage.core.config.ImageSettings;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.network.SavedNetwork;
import org.anchorage.worker.image.BadImageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns encoded images into vectors, several at a time. Callers decode in their own threads and
 * wait for one of the {@link EmbedLanes}. The network is read when the first image comes.
 *
 * <p>Thread-safe, except that {@link #close} must not run beside other calls.
 */
final class QueryEmbedder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueryEmbedder.class);

  private final Supplier<SavedNetwork> network;
  private final int size;
  private @Nullable OpenNetwork open;
  private boolean closed;

  /**
   * Creates an embedder; nothing is read yet.
   *
   * @param network of the index
   * @param size how many images are embedded at once, at least 1
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
    Thread reading = new Thread(this::tryOpen, "anchorage-network");
    reading.setDaemon(true);
    reading.start();
  }

  /** A failure is told when an image comes: then the network is read again. */
  private void tryOpen() {
    try {
      OpenNetwork unused = open();
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("The network could not be read yet", e);
    }
  }

  private synchronized OpenNetwork open() {
    if (closed) {
      throw new IllegalStateException("The embedders are closed; open the index again");
    }
    OpenNetwork known = open;
    if (known == null) {
      known = new OpenNetwork(network.get(), size);
      open = known;
    }
    return known;
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
    return open().decode(encoded);
  }

  /** Returns the form of the images that the network reads. */
  ImageSettings image() {
    return open().image();
  }

  /** Embeds inputs of the network together. */
  float[][] embedDecoded(List<float[]> decoded) {
    return open().embed(decoded);
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

  @Override
  public synchronized void close() {
    closed = true;
    if (open != null) {
      open.close();
    }
  }
}
