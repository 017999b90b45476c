/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A network that only embeds. It works in evaluation mode: batch normalisation uses its running
 * means and variances, so that an image's vector does not depend on the others.
 *
 * <p>Not thread-safe; embedders run side by side, each on a thread of its own.
 */
public interface Embedder {

  /**
   * Embeds images.
   *
   * @param images count x H x W x C in [0, 1], row-major; read during the call alone
   * @param count how many; any number
   * @return count x dim, row-major; the caller's
   * @throws IllegalArgumentException if the images are not that many
   */
  float[] embed(float[] images, int count);

  /** Returns a copy of the parameters, in the engine's flat order. */
  float[] parameters();

  /**
   * Overwrites the parameters; copies them.
   *
   * @param values as {@link Engine#embeddingParameters} returns them
   * @throws IllegalArgumentException if there are not as many as the network has
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
