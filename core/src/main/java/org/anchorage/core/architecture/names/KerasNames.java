/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.ArrayList;
import java.util.List;

/** The tensors of a unit as files of Keras have them. Stateless. */
final class KerasNames {

  private static final List<String> NORM =
      List.of("gamma", "beta", "moving_mean", "moving_variance");

  private KerasNames() {}

  static List<Wanted> wanted(UnitName name, Unit unit, KerasOrder order) {
    boolean depthwise = Convention.isDepthwise(unit);
    String counted = order.next(depthwise ? "depthwise_conv2d" : "conv2d");
    List<String> kernels = names(name.convolution(), counted, "kernel", 0);
    if (depthwise) {
      // Keras 2 calls it so, and Keras 3 does in the older format.
      kernels.add(0, name.convolution() + "/depthwise_kernel");
    }
    List<Wanted> all = new ArrayList<>();
    all.add(new Wanted(unit, Role.WEIGHTS, kernels, Order.PIXELS_FIRST.shape(unit)));
    String countedNorm = order.next("batch_normalization");
    for (int i = 0; i < NORM.size(); i++) {
      List<String> names = names(name.norm(), countedNorm, NORM.get(i), i);
      all.add(new Wanted(unit, Role.NORM.get(i), names, List.of(unit.outputs())));
    }
    return all;
  }

  private static List<String> names(String layer, String counted, String variable, int number) {
    List<String> names = new ArrayList<>(List.of(layer + "/" + variable));
    for (String each : List.of(layer, counted)) {
      names.add(each + "/vars/" + number);
      names.add("layers/" + each + "/vars/" + number);
    }
    return names;
  }
}
