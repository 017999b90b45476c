/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.dl4j.layer.ConvolutionUnit;
import org.anchorage.worker.loss.RankingLoss;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

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
    return of(settings, Encoders.configuration(settings, loss));
  }

  /** Returns the layout of a network of these settings, or of a part of one; draws no weights. */
  static ParameterLayout of(Settings settings, ComputationGraphConfiguration configuration) {
    ComputationGraph network = Encoders.undrawn(configuration);
    ParameterLayout layout = new ParameterLayout(spans(network, Blueprint.of(settings).layers()));
    // Freed now: the collector does not see how large these parameters are.
    if (network.params().closeable()) {
      network.params().close();
    }
    return layout;
  }

  /** Returns where the parameters of a network lie. */
  static List<Span> spans(ComputationGraph network, LayerGraph layers) {
    Map<String, Part> parts =
        layers.nodes().stream().collect(Collectors.toMap(Node::name, Node::part));
    List<Span> spans = new ArrayList<>();
    long begin = network.params().offset();
    for (Layer layer : network.getLayers()) {
      org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
      Part part = parts.getOrDefault(conf.getLayerName(), Part.LOSS);
      layer
          .paramTable()
          .forEach(
              (key, view) -> {
                int from = Math.toIntExact(view.offset() - begin);
                int to = from + Math.toIntExact(view.length());
                String name = NAMES.getOrDefault(key, key);
                spans.add(new Span(conf.getLayerName(), name, from, to, kind(conf, key), part));
              });
    }
    spans.sort(Comparator.comparingInt(Span::from));
    return spans;
  }

  static Kind kind(org.deeplearning4j.nn.conf.layers.Layer conf, String key) {
    if (conf instanceof ConvolutionUnit unit) {
      return unit.isFixed(key) ? Kind.FIXED : Kind.LEARNT;
    }
    return key.equals(BatchNormalizationParamInitializer.GLOBAL_MEAN)
            || key.equals(BatchNormalizationParamInitializer.GLOBAL_VAR)
        ? Kind.MEASURED
        : Kind.LEARNT;
  }
}
