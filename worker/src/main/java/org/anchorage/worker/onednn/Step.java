/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.ConvolutionUnit;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.jspecify.annotations.Nullable;

/** What one primitive computes. Immutable. */
sealed interface Step {

  /** Returns the name of the map that it reads. */
  String input();

  /** Returns the name of the map that it makes. */
  String result();

  /** Returns the names of all maps that it reads. */
  default List<String> reads() {
    return List.of(input());
  }

  /**
   * A convolution with what follows it: then(norm(convolution(input)) + summand). The sum takes the
   * summand's place in memory.
   *
   * @param node with a {@link ConvolutionUnit}
   * @param norm with the batch normalisation behind it; null if there is none
   * @param summand name of the map that is added; null if none is
   * @param then activation of the result
   */
  record Convolve(
      Node node,
      @Nullable Node norm,
      String input,
      String result,
      @Nullable String summand,
      Activation then)
      implements Step {

    ConvolutionUnit unit() {
      return (ConvolutionUnit) node.layer();
    }

    /** Returns whether Winograd's algorithm (Lavin and Gray 2016) can compute it. */
    boolean isWindowed() {
      return unit().filters() == Filters.FULL
          && unit().window().side() == 3
          && unit().window().stride() == 1;
    }

    @Override
    public List<String> reads() {
      return summand == null ? List.of(input) : Stream.of(input, summand).toList();
    }
  }

  /** The largest value of each window. */
  record Pool(Window window, String input, String result) implements Step {}
}
