/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** DL4J's memory report of a layer: parameters, result, and one slope of the result's size. */
final class Memory {

  private Memory() {}

  static LayerMemoryReport report(Layer layer, InputType input) {
    InputType output = layer.getOutputType(-1, input);
    long parameters = layer.initializer().numParams(layer);
    long state =
        parameters == 0
            ? 0
            : layer
                .getUpdaterByParam(layer.initializer().paramKeys(layer).get(0))
                .stateSize(parameters);
    return new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), input, output)
        .standardMemory(parameters, state)
        .workingMemory(0, 0, 0, input.arrayElementsPerExample())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }
}
