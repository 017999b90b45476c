/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where the parameters of encoders lie in DL4J's flat order. Stateless and thread-safe. */
final class Layouts {

  private static final Map<String, String> NAMES =
      Map.of(
          DefaultParamInitializer.WEIGHT_KEY, "weights",
          DefaultParamInitializer.BIAS_KEY, "bias",
          BatchNormalizationParamInitializer.GLOBAL_MEAN, "mean",
          BatchNormalizationParamInitializer.GLOBAL_VAR, "variance");

  private Layouts() {}

  /** Returns the layout of the network that {@link Encoders#create} makes; draws no weights. */
  static ParameterLayout of(Settings settings, RankingLoss loss) {
    Map<String, Part> parts =
        Blueprint.of(settings).layers().nodes().stream()
            .collect(Collectors.toMap(Node::name, Node::part));
    List<Span> spans = new ArrayList<>();
    ComputationGraph network = undrawn(Encoders.configuration(settings, loss));
    long begin = network.params().offset();
    for (Layer layer : network.getLayers()) {
      String name = layer.conf().getLayer().getLayerName();
      Part part = parts.getOrDefault(name, Part.LOSS);
      layer
          .paramTable()
          .forEach(
              (key, view) -> {
                int from = Math.toIntExact(view.offset() - begin);
                int to = from + Math.toIntExact(view.length());
                spans.add(new Span(name, NAMES.getOrDefault(key, key), from, to, kind(key), part));
              });
    }
    spans.sort(Comparator.comparingInt(Span::from));
    return new ParameterLayout(spans);
  }

  private static ComputationGraph undrawn(ComputationGraphConfiguration configuration) {
    INDArray room =
        Nd4j.createUninitialized(DataType.FLOAT, 1, Encoders.parameterCount(configuration));
    ComputationGraph network = new ComputationGraph(configuration);
    network.init(room, false /* keeps the room as it is */);
    return network;
  }

  private static Kind kind(String key) {
    return key.equals(BatchNormalizationParamInitializer.GLOBAL_MEAN)
            || key.equals(BatchNormalizationParamInitializer.GLOBAL_VAR)
        ? Kind.MEASURED
        : Kind.LEARNT;
  }
}
