/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

import java.util.Arrays;
import org.anchorage.worker.dl4j.InputBuffer;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Embeds images with a network as it is, in evaluation mode (running means and variances).
 *
 * <p>Not thread-safe; embedders with networks of their own run side by side.
 */
public final class Embedder {

  /** Images at a time: more leave the cache, fewer pay more calls. */
  private static final int CHUNK = 128;

  private final ComputationGraph network;
  private final InputBuffer buffer;

  /** Takes a network as Encoders makes them, trained or loaded. */
  public Embedder(ComputationGraph network) {
    this.network = network;
    this.buffer = InputBuffer.of(network);
  }

  /**
   * Overwrites the network's parameters.
   *
   * @throws IllegalArgumentException if there are not as many as it has
   */
  public void parameters(float[] values) {
    HostCopy.write(values, network.params());
  }

  /**
   * Embeds images.
   *
   * @param images count x H x W x C in [0, 1], row-major
   * @param count how many; any number
   * @return count x dim, row-major
   * @throws IllegalArgumentException if the images are not that many
   */
  public float[] embed(float[] images, int count) {
    int size = buffer.imageSize();
    if (images.length != (long) count * size) {
      throw new IllegalArgumentException(
          "Cannot embed "
              + images.length
              + " floats as "
              + count
              + " images of "
              + size
              + "; pass whole images, row-major");
    }
    float[] vectors = {};
    for (int from = 0; from < count; from += CHUNK) {
      int to = Math.min(from + CHUNK, count);
      float[] chunk = count <= CHUNK ? images : Arrays.copyOfRange(images, from * size, to * size);
      INDArray result = network.outputSingle(false, buffer.holding(chunk, to - from));
      float[] rows = HostCopy.read(result);
      if (from == 0) {
        vectors = new float[count * (rows.length / (to - from))];
      }
      System.arraycopy(rows, 0, vectors, from * (rows.length / (to - from)), rows.length);
    }
    return vectors;
  }
}
