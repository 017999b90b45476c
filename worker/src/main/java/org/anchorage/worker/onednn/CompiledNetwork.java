/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.Locale;
import java.util.function.Supplier;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.worker.backbone.LayerParameters;
import org.anchorage.worker.onednn.Primitives.Algorithm;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.engine.kind;
import org.jspecify.annotations.Nullable;

/**
 * A network with given parameters, compiled to primitives of oneDNN. An image's result is the same
 * to the bit at any place, among any other images and in a call of any number of images.
 *
 * <p>A few images at a time are computed, so that maps stay in the cache. Networks with 3 x 3
 * convolutions of stride 1 over large images use Winograd's algorithm. Its bits depend on the
 * number of images, so they always compute two: a single image takes as long as two.
 *
 * <p>It keeps weights and maps outside the heap until {@link #close}; JavaCPP counts them. Weights
 * of Winograd's convolutions take four times the room. Not thread-safe, but any thread may call.
 */
public final class CompiledNetwork implements AutoCloseable {

  /** Numbers of images at a time: a fraction of the cache, with the maps made of them. */
  private static final int TOGETHER = 400_000;

  /** Small images at a time, so that one call has enough to do. */
  private static final int MOST = 128;

  /** Numbers of the largest image that counts as small: 116 x 116 pixels of three channels. */
  private static final int SMALL = 40_000;

  private static final int PAIR = 2;

  private final FusedGraph graph;
  private final MapShape image;
  private final Supplier<LayerParameters> parameters;
  private final Algorithm algorithm;
  private final int most;
  private final Handles handles = new Handles();
  private final engine cpu;
  private final Weights weights;
  private @Nullable Pass full;
  private @Nullable Pass rest;

  private CompiledNetwork(FusedGraph graph, MapShape image, Supplier<LayerParameters> parameters) {
    this.graph = graph;
    this.image = image;
    this.parameters = parameters;
    boolean winograd = graph.isWindowed() && image.size() > SMALL;
    this.algorithm = winograd ? Algorithm.WINOGRAD : Algorithm.DIRECT;
    this.most = winograd ? PAIR : Math.max(1, Math.min(MOST, TOGETHER / image.size()));
    this.cpu = handles.keep(new engine(kind.cpu, 0));
    this.weights = new Weights(cpu, handles);
  }

  /**
   * Returns whether a network can be compiled: it is a backbone of convolution units, whole or its
   * first stages. Needs no native library.
   */
  public static boolean covers(LayerGraph network) {
    return FusedGraph.of(network).isPresent();
  }

  /**
   * Takes a network.
   *
   * @param image shape of an image
   * @param parameters of the network; asked when a number of images is seen for the first time, and
   *     always the same
   * @throws IllegalArgumentException unless {@link #covers} it; {@link OneDnn#isUsable} must hold
   */
  public static CompiledNetwork of(
      LayerGraph network, MapShape image, Supplier<LayerParameters> parameters) {
    FusedGraph fused =
        FusedGraph.of(network)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "oneDNN does not have all layers of this network; ask covers() first"));
    return new CompiledNetwork(fused, image, parameters);
  }

  /**
   * Runs the network.
   *
   * @param images count x H x W x C, row-major; read only during the call
   * @param count number of images
   * @return count x D: an embedding each, or the last map as H x W x C numbers
   * @throws IllegalArgumentException if there are not {@code count} images
   */
  public float[] run(float[] images, int count) {
    int size = image.size();
    if (images.length != (long) count * size) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot embed %d floats as %d images of %d; pass whole images, row-major",
              images.length,
              count,
              size));
    }
    float[] results = {};
    for (int from = 0; from < count; from += most) {
      int given = Math.min(most, count - from);
      float[] rows = pass(given).run(images, from * size, size, given);
      int width = rows.length / given;
      if (from == 0) {
        results = new float[count * width];
      }
      System.arraycopy(rows, 0, results, from * width, rows.length);
    }
    return results;
  }

  /** Returns the pass for a number of images; one is kept besides that of the largest number. */
  private Pass pass(int count) {
    if (count == most || algorithm == Algorithm.WINOGRAD) {
      Pass pass = full == null ? compiled(most) : full;
      full = pass;
      return pass;
    }
    Pass pass = rest;
    if (pass == null || pass.count() != count) {
      if (pass != null) {
        rest = null;
        pass.close();
      }
      pass = compiled(count);
      rest = pass;
    }
    return pass;
  }

  private Pass compiled(int count) {
    return new Compiler(new Primitives(cpu, count, algorithm), weights, parameters.get())
        .pass(graph, image);
  }

  /** Frees all memory. The network cannot be run any more. */
  @Override
  public void close() {
    if (full != null) {
      full.close();
      full = null;
    }
    if (rest != null) {
      rest.close();
      rest = null;
    }
    handles.close();
  }
}
