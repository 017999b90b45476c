/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.worker.onednn.Step.Convolve;
import org.anchorage.worker.onednn.Step.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link FusedGraph}. A linear convolution that only a batch normalisation or a sum reads
 * waits for it, and takes it in. Used once; not thread-safe.
 */
final class Fusion {

  private final LayerGraph graph;
  private final List<Step> steps = new ArrayList<>();
  private final List<Node> head = new ArrayList<>();
  private final Map<String, Convolve> waiting = new HashMap<>();

  Fusion(LayerGraph graph) {
    this.graph = graph;
  }

  /** Returns the network in its new form; nothing if it has none. */
  Optional<FusedGraph> fused() {
    for (Node node : graph.nodes()) {
      if (!(head.isEmpty() ? isMap(node) : isRow(node))) {
        return Optional.empty();
      }
    }
    boolean whole = !steps.isEmpty() && waiting.isEmpty() && summandsAreFree();
    return whole ? Optional.of(new FusedGraph(steps, head)) : Optional.empty();
  }

  /** Adds a layer of maps, or the first of the head; returns whether it could. */
  private boolean isMap(Node node) {
    Layer layer = node.layer();
    String input = node.inputs().get(0);
    if (layer instanceof Layer.ConvolutionUnit unit) {
      return isAdded(new Convolve(node, null, input, node.name(), null, unit.then()));
    }
    if (steps.isEmpty() && waiting.isEmpty()) {
      return false;
    }
    if (layer instanceof Layer.MaxPool pool) {
      return steps.add(new Pool(pool.window(), input, node.name()));
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return isNormed(waiting.remove(input), node, norm);
    }
    if (layer instanceof Layer.ResidualSum sum) {
      return isSummed(node, sum);
    }
    boolean pools = layer instanceof Layer.GlobalAverage || layer instanceof Layer.GlobalPool;
    return pools && head.add(node);
  }

  private boolean isNormed(@Nullable Convolve linear, Node node, Layer.BatchNorm norm) {
    return linear != null
        && linear.norm() == null
        && linear.unit().norm() == Layer.Norm.NONE
        && isAdded(
            new Convolve(linear.node(), node, linear.input(), node.name(), null, norm.then()));
  }

  private boolean isSummed(Node node, Layer.ResidualSum sum) {
    String first = node.inputs().get(0);
    String second = node.inputs().get(1);
    String convolved = waiting.containsKey(first) ? first : second;
    String summand = waiting.containsKey(first) ? second : first;
    Convolve linear = waiting.remove(convolved);
    Convolve other = waiting.remove(summand);
    if (linear == null || summand.equals(LayerGraph.IMAGE)) {
      return false;
    }
    if (other != null) {
      steps.add(other);
    }
    return steps.add(
        new Convolve(
            linear.node(), linear.norm(), linear.input(), node.name(), summand, sum.then()));
  }

  /** Adds a convolution now, or lets it wait for its only reader. */
  private boolean isAdded(Convolve step) {
    List<Node> readers =
        graph.nodes().stream().filter(node -> node.inputs().contains(step.result())).toList();
    boolean waits =
        step.then() == Activation.NONE
            && readers.size() == 1
            && (readers.get(0).layer() instanceof Layer.BatchNorm
                || readers.get(0).layer() instanceof Layer.ResidualSum);
    if (waits) {
      waiting.put(step.result(), step);
    } else {
      steps.add(step);
    }
    return true;
  }

  private boolean isRow(Node node) {
    Layer layer = node.layer();
    boolean known =
        layer instanceof Layer.LayerNorm
            || layer instanceof Layer.Dense
            || layer instanceof Layer.UnitLength;
    return known
        && node.inputs().equals(List.of(head.get(head.size() - 1).name()))
        && head.add(node);
  }

  /** Returns whether nothing reads a map after a sum has taken its place. */
  private boolean summandsAreFree() {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Convolve step && step.summand() != null) {
        String taken = step.summand();
        boolean read =
            step.input().equals(taken)
                || head.stream().anyMatch(node -> node.inputs().contains(taken))
                || steps.subList(i + 1, steps.size()).stream()
                    .anyMatch(later -> later.reads().contains(taken));
        if (read) {
          return false;
        }
      }
    }
    return true;
  }
}
