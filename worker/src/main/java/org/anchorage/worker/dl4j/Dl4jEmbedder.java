/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.step.Embedder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Embeds images with a graph of DL4J. Not thread-safe. */
final class Dl4jEmbedder implements Embedder {

  /** Small images at a time: more would not fit into the cache, fewer would need more calls. */
  private static final int CHUNK = 128;

  /** Floats of the largest image that counts as small: 116 x 116 pixels of three channels. */
  private static final int SMALL = 40_000;

  /** Floats of larger images at a time. A backbone's first maps have several times as many. */
  private static final int FLOATS = 2_500_000;

  private final Dl4jEngine engine;
  private final ComputationGraph network;
  private final InputBuffer buffer;

  /**
   * Takes a network, trained or loaded.
   *
   * @param engine that made it
   * @param buffer for its images
   */
  Dl4jEmbedder(Dl4jEngine engine, ComputationGraph network, InputBuffer buffer) {
    this.engine = engine;
    this.network = network;
    this.buffer = buffer;
  }

  @Override
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
    int most = size <= SMALL ? CHUNK : Math.max(1, FLOATS / size);
    for (int from = 0; from < count; from += most) {
      int to = Math.min(from + most, count);
      float[] chunk = count <= most ? images : Arrays.copyOfRange(images, from * size, to * size);
      INDArray result = network.outputSingle(false, buffer.holding(chunk, to - from));
      // DL4J's own dense layer leaves columns side by side.
      float[] rows = HostCopy.read(result.ordering() == 'c' ? result : result.dup('c'));
      if (from == 0) {
        vectors = new float[count * (rows.length / (to - from))];
      }
      System.arraycopy(rows, 0, vectors, from * (rows.length / (to - from)), rows.length);
    }
    return vectors;
  }

  @Override
  public float[] parameters() {
    return engine.parameters(network);
  }

  @Override
  public void setParameters(float[] values) {
    engine.setParameters(values, network);
  }

  @Override
  public void releaseScratch() {
    MemoryWorkspaceManager workspaces = Nd4j.getWorkspaceManager();
    // One by one: destroying all at once also collects the JVM's garbage, after every task.
    for (String id : List.copyOf(workspaces.getAllWorkspacesIdsForCurrentThread())) {
      workspaces.destroyWorkspace(workspaces.getWorkspaceForCurrentThread(id));
    }
  }

  @Override
  public void write(OutputStream out) throws IOException {
    NetworkFile.write(network, out);
  }
}
