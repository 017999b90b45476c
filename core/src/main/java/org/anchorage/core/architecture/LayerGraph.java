/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network's layers and how they are connected, from the image to the embedding. The order of the
 * nodes is part of the network: an engine adds layers in this order, and the order of a flat vector
 * of parameters follows from it.
 *
 * <p>Immutable.
 *
 * @param nodes each after the nodes that it reads; the last one gives the embedding
 */
public record LayerGraph(List<Node> nodes) {

  /** Name of the images in a node's inputs: N x H x W x C, as {@link InputRule} makes them. */
  public static final String IMAGE = "image";

  /**
   * Connects layers.
   *
   * @throws IllegalArgumentException if there is no node, a name occurs twice, or a node reads one
   *     that is not before it
   */
  public LayerGraph {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("A network without layers gives no embedding; add one");
    }
    Set<String> known = new HashSet<>(Set.of(IMAGE));
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        if (!known.contains(input)) {
          throw new IllegalArgumentException(
              "Layer %s reads %s, which is not before it; add %s first"
                  .formatted(node.name(), input, input));
        }
      }
      if (!known.add(node.name())) {
        throw new IllegalArgumentException(
            "Two layers are called " + node.name() + "; give each its own name");
      }
    }
  }

  /**
   * A layer in its place.
   *
   * @param name unique in the network
   * @param layer what it computes
   * @param inputs names of the nodes that it reads, in order; {@link #IMAGE} is the images
   * @param part what it is for
   * @param seedName name that its initial weights are drawn by, together with the run's seed;
   *     usually {@code name}
   */
  public record Node(String name, Layer layer, List<String> inputs, Part part, String seedName) {

    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  /** Returns the name of the node that gives the embedding. */
  public String output() {
    return nodes.get(nodes.size() - 1).name();
  }

  /** Returns a graph to add layers to. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the backbone's nodes in order. Not thread-safe. */
  public static final class Builder {

    private static final String EMBEDDING = "embedding";

    private final List<Node> nodes = new ArrayList<>();

    private Builder() {}

    /** Adds a layer of the backbone that reads some nodes, and returns its name. */
    public String add(String name, Layer layer, String... inputs) {
      return addSeeded(name, name, layer, inputs);
    }

    /** Adds a layer as {@link #add}, with its initial weights drawn by another name. */
    public String addSeeded(String seedName, String name, Layer layer, String... inputs) {
      nodes.add(new Node(name, layer, List.of(inputs), Part.BACKBONE, seedName));
      return name;
    }

    /**
     * Adds a layer of the backbone. It reads the layer added last; the first one reads the images.
     */
    public Builder append(String name, Layer layer) {
      add(name, layer, last());
      return this;
    }

    /**
     * Adds the head to the layer added last and returns the whole: a linear layer {@code embedding}
     * to D numbers and, for embeddings of length 1, a layer {@code unit}.
     */
    public LayerGraph withHead(EncoderShape shape) {
      head(EMBEDDING, new Layer.Dense(shape.dim()));
      if (shape.length() == EncoderShape.Length.UNIT) {
        head("unit", new Layer.UnitLength());
      }
      return new LayerGraph(nodes);
    }

    private void head(String name, Layer layer) {
      nodes.add(new Node(name, layer, List.of(last()), Part.HEAD, name));
    }

    private String last() {
      return nodes.isEmpty() ? IMAGE : nodes.get(nodes.size() - 1).name();
    }
  }
}
