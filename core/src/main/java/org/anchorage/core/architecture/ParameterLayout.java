/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Where each layer's parameters lie in a network's flat vector. An engine makes it from its
 * network; rounds, learning rates and files of weights read it. Immutable.
 *
 * @param spans in the vector's order, side by side from 0 to its end
 */
public record ParameterLayout(List<Span> spans) implements Serializable {

  /**
   * Checks a layout.
   *
   * @throws IllegalArgumentException if the spans overlap or leave a gap
   */
  public ParameterLayout {
    spans = List.copyOf(spans);
    int end = 0;
    for (Span span : spans) {
      if (span.from() != end || span.to() <= span.from()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Parameters %s of layer %s lie from %d to %d, and those before end at %d; spans"
                    + " must lie side by side",
                span.parameter(),
                span.layer(),
                span.from(),
                span.to(),
                end));
      }
      end = span.to();
    }
  }

  /** Whether parameters follow the gradient. */
  public enum Kind {
    /** They follow it: weights, biases, gamma and beta. */
    LEARNT,
    /** They do not follow it: the running means and variances of batch normalisation. */
    MEASURED,
    /** They never change: the means and variances of frozen batch normalisation. */
    FIXED
  }

  /**
   * One array of a layer's parameters.
   *
   * @param layer name of the layer, as in the architecture; {@code loss} for the loss's parameters
   * @param parameter name within the layer: weights, bias, gamma, beta, mean, variance; the loss's
   *     parameters have names of their own
   * @param from index of its first number (included)
   * @param to index of its last number (not included)
   * @param kind whether it follows the gradient
   * @param part what its layer is for
   */
  public record Span(String layer, String parameter, int from, int to, Kind kind, Part part)
      implements Serializable {}

  /**
   * Numbers side by side in the flat vector.
   *
   * @param from index of the first (included)
   * @param to index of the last (not included)
   */
  public record Range(int from, int to) implements Serializable {}

  /** Returns the length of the flat vector. */
  public int size() {
    return spans.isEmpty() ? 0 : spans.get(spans.size() - 1).to();
  }

  /** Returns the names of the layers that have parameters, in the vector's order. */
  public List<String> layers() {
    return spans.stream().map(Span::layer).distinct().toList();
  }

  /** Returns a new set of the indices of all measured parameters. */
  public BitSet measured() {
    BitSet places = new BitSet();
    for (Span span : spans) {
      if (span.kind() == Kind.MEASURED) {
        places.set(span.from(), span.to());
      }
    }
    return places;
  }

  /** Returns where the backbone's parameters lie, ascending, in as few ranges as possible. */
  public List<Range> backbone() {
    return ranges(Part.BACKBONE);
  }

  /** Returns where the head's parameters lie, ascending, in as few ranges as possible. */
  public List<Range> head() {
    return ranges(Part.HEAD);
  }

  /** Returns where the loss's parameters lie; empty if it has none. */
  public List<Range> loss() {
    return ranges(Part.LOSS);
  }

  private List<Range> ranges(Part part) {
    List<Range> ranges = new ArrayList<>();
    for (Span span : spans) {
      int last = ranges.size() - 1;
      if (span.part() != part) {
        continue;
      }
      if (last >= 0 && ranges.get(last).to() == span.from()) {
        ranges.set(last, new Range(ranges.get(last).from(), span.to()));
      } else {
        ranges.add(new Range(span.from(), span.to()));
      }
    }
    return ranges;
  }
}
