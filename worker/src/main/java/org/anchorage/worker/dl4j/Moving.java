/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Range;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a network that can move, side by side: all but the statistics of frozen batch
 * normalisation. Immutable.
 *
 * @param ranges where they lie in the network's flat vector, ascending
 * @param size how many there are
 */
record Moving(List<Range> ranges, int size) {

  static Moving of(ComputationGraph network) {
    List<Range> fixed = new ArrayList<>();
    long begin = network.params().offset();
    for (Layer layer : network.getLayers()) {
      layer
          .paramTable()
          .forEach(
              (key, view) -> {
                if (Layouts.kind(layer.conf().getLayer(), key) == Kind.FIXED) {
                  int from = Math.toIntExact(view.offset() - begin);
                  fixed.add(new Range(from, from + Math.toIntExact(view.length())));
                }
              });
    }
    return between(fixed, Math.toIntExact(network.params().length()));
  }

  private static Moving between(List<Range> fixed, int whole) {
    List<Range> ranges = new ArrayList<>();
    int size = 0;
    int end = 0;
    fixed.add(new Range(whole, whole));
    for (Range range : fixed.stream().sorted((a, b) -> a.from() - b.from()).toList()) {
      if (range.from() > end) {
        ranges.add(new Range(end, range.from()));
        size += range.from() - end;
      }
      end = range.to();
    }
    return new Moving(ranges, size);
  }

  /** Returns a copy of a network's moving parameters. */
  float[] read(ComputationGraph network) {
    INDArray whole = network.params();
    if (size == whole.length()) {
      return HostCopy.read(whole);
    }
    float[] values = new float[size];
    int at = 0;
    for (Range range : ranges) {
      float[] part = HostCopy.read(view(whole, range));
      System.arraycopy(part, 0, values, at, part.length);
      at += part.length;
    }
    return values;
  }

  /**
   * Overwrites a network's moving parameters.
   *
   * @throws IllegalArgumentException if there is another number of them
   */
  void write(float[] values, ComputationGraph network) {
    INDArray whole = network.params();
    if (size == whole.length()) {
      HostCopy.write(values, whole);
      return;
    }
    if (values.length != size) {
      throw new IllegalArgumentException(
          "Cannot write "
              + values.length
              + " floats over "
              + size
              + " parameters that move; pass the same number");
    }
    int at = 0;
    for (Range range : ranges) {
      int length = range.to() - range.from();
      HostCopy.write(Arrays.copyOfRange(values, at, at + length), view(whole, range));
      at += length;
    }
  }

  private static INDArray view(INDArray whole, Range range) {
    return whole
        .reshape(whole.length())
        .get(NDArrayIndex.interval((long) range.from(), (long) range.to()));
  }
}
