/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A network that only embeds. It works in evaluation mode: batch normalisation uses its running
 * means and variances, so an image's vector does not depend on the other images.
 *
 * <p>Not thread-safe; embedders run side by side, each on a thread of its own.
 */
public interface Embedder {

  /**
   * Embeds images.
   *
   * @param images count x H x W x C as the architecture's input rule makes them, row-major; read
   *     only during the call
   * @param count number of images; any
   * @return count x dim, row-major; the caller owns it
   * @throws IllegalArgumentException if there are not {@code count} images
   */
  float[] embed(float[] images, int count);

  /** Returns a copy of the parameters, in the engine's flat order. */
  float[] parameters();

  /**
   * Overwrites the parameters; copies them.
   *
   * @param values as {@link Engine#embeddingParameters} returns them
   * @throws IllegalArgumentException if the network has another number of parameters
   */
  void setParameters(float[] values);

  /** Frees the memory that the calling thread keeps from one {@link #embed} to the next. */
  void releaseScratch();

  /**
   * Writes the network, for {@link Engine#readEmbedder}.
   *
   * @param out stays open
   * @throws IOException if the stream cannot be written
   */
  void write(OutputStream out) throws IOException;
}
