/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Range;
import org.anchorage.core.architecture.ParameterLayout.Span;

/**
 * The parameters that training moves, out of a network's flat vector. They lie side by side in a
 * vector of their own, in the same order: rounds send it, optimisers keep moments for it, and
 * checkpoints hold it. All other parameters stay as they were at the start of the run. Immutable.
 */
public final class MovingParameters implements Serializable {

  private static final long serialVersionUID = 1;

  private final int whole;
  private final ArrayList<Range> ranges = new ArrayList<>();
  private final ParameterLayout layout;

  private MovingParameters(ParameterLayout all, List<Span> moving) {
    this.whole = all.size();
    List<Span> own = new ArrayList<>();
    int end = 0;
    for (Span span : moving) {
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).to() == span.from()) {
        ranges.set(last, new Range(ranges.get(last).from(), span.to()));
      } else {
        ranges.add(new Range(span.from(), span.to()));
      }
      int length = span.to() - span.from();
      own.add(
          new Span(span.layer(), span.parameter(), end, end + length, span.kind(), span.part()));
      end += length;
    }
    this.layout = new ParameterLayout(own);
  }

  /**
   * Returns the parameters that move.
   *
   * @param all the network's parameters, those of its loss included or not
   * @param graph its layers
   * @param trainable how much of it moves
   */
  public static MovingParameters of(ParameterLayout all, LayerGraph graph, Trainable trainable) {
    Map<String, Boolean> moves = new HashMap<>();
    int stages = graph.stages();
    graph.nodes().forEach(node -> moves.put(node.name(), trainable.moves(node, stages)));
    return new MovingParameters(
        all,
        all.spans().stream()
            .filter(span -> span.kind() != Kind.FIXED)
            // The loss is no layer of the graph, and always moves.
            .filter(span -> moves.getOrDefault(span.layer(), true))
            .toList());
  }

  /** Returns whether every parameter moves, so that the two vectors are the same. */
  public boolean areAll() {
    return layout.size() == whole;
  }

  /** Returns where they lie in a vector of their own. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Returns how many there are. */
  public int size() {
    return layout.size();
  }

  /**
   * Returns those of a whole network, in a new array.
   *
   * @throws IllegalArgumentException if the network has another number of parameters
   */
  public float[] of(float[] network) {
    require("A network", network.length, whole);
    float[] moving = new float[size()];
    int at = 0;
    for (Range range : ranges) {
      int length = range.to() - range.from();
      System.arraycopy(network, range.from(), moving, at, length);
      at += length;
    }
    return moving;
  }

  /**
   * Returns a whole network, in a new array.
   *
   * @param start values of all parameters; those that do not move are taken from it
   * @param moving values of those that move
   * @throws IllegalArgumentException if an array has another length
   */
  public float[] over(float[] start, float[] moving) {
    require("A network", start.length, whole);
    require("Its moving part", moving.length, size());
    float[] network = start.clone();
    write(moving, network);
    return network;
  }

  /**
   * Overwrites those of a whole network.
   *
   * @param moving values of those that move; others may follow, which are not read
   * @param network whose parameters begin with those of {@link #of}; others may follow
   */
  public void write(float[] moving, float[] network) {
    int at = 0;
    for (Range range : ranges) {
      int length = range.to() - range.from();
      System.arraycopy(moving, at, network, range.from(), length);
      at += length;
    }
  }

  private static void require(String what, int given, int wanted) {
    if (given != wanted) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d parameters, not %d; pass those of the same settings",
              what,
              wanted,
              given));
    }
  }
}
