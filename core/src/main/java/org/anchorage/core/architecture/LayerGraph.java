/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.anchorage.core.architecture.Layer.Pooling;

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
              String.format(
                  Locale.ROOT,
                  "Layer %s reads %s, which is not before it; add %s first",
                  node.name(),
                  input,
                  input));
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
   * @param stage of the backbone that it belongs to, from 0; layers of the head have the last
   *     stage's number
   * @param seedName name that its initial weights are drawn by, together with the run's seed;
   *     usually {@code name}
   */
  public record Node(
      String name, Layer layer, List<String> inputs, Part part, int stage, String seedName) {

    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  /** Returns the name of the node that gives the embedding. */
  public String output() {
    return nodes.get(nodes.size() - 1).name();
  }

  /** Returns how many stages the backbone has. */
  public int stages() {
    return nodes.stream().mapToInt(Node::stage).max().orElse(0) + 1;
  }

  /**
   * A network in two: what does not move, and what reads it.
   *
   * @param frozen from the images on; its last node is the one that the rest reads
   * @param tail the rest; it reads the frozen part's result by the name {@link #IMAGE}
   */
  public record Split(LayerGraph frozen, LayerGraph tail) {}

  /**
   * Returns the part that training leaves as it is, and the rest.
   *
   * @throws IllegalArgumentException if nothing is left as it is, nothing moves, or the rest reads
   *     more than one layer of the frozen part
   */
  public Split split(Trainable trainable) {
    int stages = stages();
    List<Node> frozen = nodes.stream().filter(node -> !trainable.moves(node, stages)).toList();
    List<Node> rest = nodes.stream().filter(node -> trainable.moves(node, stages)).toList();
    Set<String> names = new HashSet<>();
    frozen.forEach(node -> names.add(node.name()));
    List<String> read =
        rest.stream()
            .flatMap(node -> node.inputs().stream())
            .filter(input -> names.contains(input) || input.equals(IMAGE))
            .distinct()
            .toList();
    if (frozen.isEmpty() || rest.isEmpty() || !read.equals(List.of(last(frozen)))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot split a network of %d stages at %s: its rest reads %s of the frozen part",
              stages,
              trainable.written(),
              read));
    }
    String cut = last(frozen);
    List<Node> tail =
        rest.stream()
            .map(
                node ->
                    new Node(
                        node.name(),
                        node.layer(),
                        node.inputs().stream()
                            .map(input -> input.equals(cut) ? IMAGE : input)
                            .toList(),
                        node.part(),
                        node.stage(),
                        node.seedName()))
            .toList();
    return new Split(new LayerGraph(frozen), new LayerGraph(tail));
  }

  private static String last(List<Node> nodes) {
    return nodes.isEmpty() ? "" : nodes.get(nodes.size() - 1).name();
  }

  /** Returns a graph to add layers to. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the backbone's nodes in order. Not thread-safe. */
  public static final class Builder {

    private static final String EMBEDDING = "embedding";

    private final List<Node> nodes = new ArrayList<>();
    private int stage;

    private Builder() {}

    /** Begins the next stage of the backbone; layers before the first call are of stage 0. */
    public Builder beginStage() {
      stage++;
      return this;
    }

    /** Adds a layer of the backbone that reads some nodes, and returns its name. */
    public String add(String name, Layer layer, String... inputs) {
      return addSeeded(name, name, layer, inputs);
    }

    /** Adds a layer as {@link #add}, with its initial weights drawn by another name. */
    public String addSeeded(String seedName, String name, Layer layer, String... inputs) {
      nodes.add(new Node(name, layer, List.of(inputs), Part.BACKBONE, stage, seedName));
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
     * Adds pooling over all pixels to the layer added last: a layer {@code average}, or {@code
     * pool}. It is part of the backbone, unless it learns something.
     */
    public Builder pool(Pooling pooling) {
      if (pooling == Pooling.AVERAGE) {
        return append("average", new Layer.GlobalAverage());
      }
      Layer layer = new Layer.GlobalPool(pooling);
      if (pooling == Pooling.GEM) {
        head("pool", layer);
        return this;
      }
      return append("pool", layer);
    }

    /**
     * Adds the head to the layer added last and returns the whole: layer normalisation {@code norm}
     * and a linear layer {@code embedding} to D numbers, as the shape says, and, for embeddings of
     * length 1, a layer {@code unit}.
     */
    public LayerGraph withHead(EncoderShape shape) {
      if (shape.head() == EncoderShape.Head.LAYER_NORM) {
        head("norm", new Layer.LayerNorm());
      }
      if (shape.head() != EncoderShape.Head.NONE) {
        head(EMBEDDING, new Layer.Dense(shape.dim()));
      }
      if (shape.length() == EncoderShape.Length.UNIT) {
        head("unit", new Layer.UnitLength());
      }
      return new LayerGraph(nodes);
    }

    private void head(String name, Layer layer) {
      nodes.add(new Node(name, layer, List.of(last()), Part.HEAD, stage, name));
    }

    private String last() {
      return nodes.isEmpty() ? IMAGE : LayerGraph.last(nodes);
    }
  }
}
