/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.List;
import java.util.Optional;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;

/**
 * A network as oneDNN computes it. Immutable.
 *
 * @param steps from the images to the last map, in order; each reads what is before it
 * @param head layers behind the last map, each reading the one before; they make rows of it
 */
record FusedGraph(List<Step> steps, List<Node> head) {

  FusedGraph {
    steps = List.copyOf(steps);
    head = List.copyOf(head);
  }

  /**
   * Brings a network into this form. It must begin with a convolution unit. Behind it are
   * convolution units, batch normalisations each behind a linear unit of its own, max pools, and
   * sums of two maps of which one is a linear unit's and neither is read again. The rest is one
   * pooling over all pixels and then layer norms, dense layers and unit lengths, or nothing.
   *
   * @return nothing if the network is another
   */
  static Optional<FusedGraph> of(LayerGraph graph) {
    return new Fusion(graph).fused();
  }

  /** Returns whether it has convolutions that Winograd's algorithm can compute. */
  boolean isWindowed() {
    return steps.stream().anyMatch(step -> step instanceof Step.Convolve each && each.isWindowed());
  }
}
