/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.worker.backbone.Folded;
import org.anchorage.worker.backbone.LayerParameters;
import org.anchorage.worker.onednn.Step.Convolve;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A network's weights in the layouts that primitives ask for, with batch normalisation folded in.
 * Plans for other numbers of images share them. Not thread-safe.
 */
final class Weights {

  private final engine cpu;
  private final Handles handles;
  private final Map<String, List<Laid>> known = new HashMap<>();

  /**
   * Makes an empty store.
   *
   * @param handles to keep what is made
   */
  Weights(engine cpu, Handles handles) {
    this.cpu = cpu;
    this.handles = handles;
  }

  /** A convolution's weights in a layout, and its bias. */
  record Laid(memory.desc layout, memory weights, memory bias) {}

  /**
   * Returns a convolution's weights and bias.
   *
   * @param values of the network; read if the layout is wanted for the first time
   * @param plain layout of the weights as the network has them: O x C x K x K, or C x 1 x 1 x K x K
   *     for a depthwise convolution
   * @param wanted the layout to have them in
   * @param offset layout of the bias
   */
  Laid of(
      Convolve step,
      LayerParameters values,
      memory.desc plain,
      memory.desc wanted,
      memory.desc offset) {
    List<Laid> same = known.computeIfAbsent(step.node().name(), name -> new ArrayList<>());
    for (Laid each : same) {
      if (each.layout().equals(wanted)) {
        return each;
      }
    }
    Folded folded = folded(step, values);
    memory given = new memory(plain, cpu, new FloatPointer(folded.weights()));
    memory weights = handles.keep(new memory(wanted, cpu, handles.floats(wanted.get_size())));
    stream queue = new stream(cpu);
    new reorder(given, weights).execute(queue, given, weights);
    queue._wait();
    FloatPointer numbers = handles.floats(offset.get_size());
    numbers.put(folded.bias(), 0, folded.bias().length);
    Laid laid =
        new Laid(handles.keep(wanted), weights, handles.keep(new memory(offset, cpu, numbers)));
    same.add(laid);
    return laid;
  }

  private static Folded folded(Convolve step, LayerParameters values) {
    String name = step.node().name();
    float[] weights = values.of(name, "weights");
    Node norm = step.norm();
    if (norm != null) {
      return normed(weights, values, norm.name(), ((Layer.BatchNorm) norm.layer()).epsilon());
    }
    return switch (step.unit().norm()) {
      case NONE -> new Folded(weights, new float[step.unit().channels()]);
      case BIAS -> new Folded(weights, values.of(name, "bias"));
      case FIXED -> normed(weights, values, name, step.unit().epsilon());
    };
  }

  private static Folded normed(
      float[] weights, LayerParameters values, String name, double epsilon) {
    return Folded.of(
        weights,
        values.of(name, "gamma"),
        values.of(name, "beta"),
        values.of(name, "mean"),
        values.of(name, "variance"),
        epsilon);
  }
}
