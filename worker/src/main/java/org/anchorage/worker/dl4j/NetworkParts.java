/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.LayerGraph.Split;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.dl4j.layer.RankingLossLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network that starts from given parameters, whole or in two parts: what training leaves as it
 * is, and the rest. A part's parameters are found in those of the whole by the names of layer and
 * parameter. Immutable.
 */
final class NetworkParts {

  private final Settings settings;
  private final ComputationGraphConfiguration whole;
  private final float[] start;

  /**
   * Takes the network's parameters.
   *
   * @param output of the whole network
   * @param start of the whole network, with or without parameters of its loss
   * @throws IllegalArgumentException if there is another number of parameters
   */
  NetworkParts(Settings settings, RankingLossLayer output, float[] start) {
    this.settings = settings;
    this.whole = Encoders.configuration(settings, output);
    this.start = start;
    long count = Encoders.parameterCount(whole);
    if (start.length < count) {
      throw new IllegalArgumentException(
          "A network of these settings has "
              + count
              + " parameters, not "
              + start.length
              + "; start from those of the same settings");
    }
  }

  /** A part, and what it reads. */
  record PartNetwork(ComputationGraph network, InputType input) {}

  /**
   * Returns the whole network.
   *
   * @throws IllegalArgumentException if there is another number of parameters
   */
  PartNetwork whole() {
    ComputationGraph network = Encoders.undrawn(whole);
    HostCopy.write(start, network.params());
    return new PartNetwork(network, Encoders.image(settings));
  }

  /** Returns the part that does not move. */
  PartNetwork frozen(Trainable trainable) {
    return new PartNetwork(filled(frozenPart(split(trainable))), Encoders.image(settings));
  }

  /**
   * Returns the rest, in which parameters have the order of the whole network's.
   *
   * @param output with the loss
   */
  PartNetwork tail(Trainable trainable, RankingLossLayer output) {
    Split split = split(trainable);
    InputType input =
        Objects.requireNonNull(
            frozenPart(split)
                .getLayerActivationTypes(Encoders.image(settings))
                .get(split.frozen().output()));
    ComputationGraphConfiguration tail =
        Encoders.configuration(settings, split.tail(), input, output);
    order(tail);
    return new PartNetwork(filled(tail), input);
  }

  private Split split(Trainable trainable) {
    return Blueprint.of(settings).layers().split(trainable);
  }

  private ComputationGraphConfiguration frozenPart(Split split) {
    return Encoders.configuration(settings, split.frozen(), Encoders.image(settings), null);
  }

  /** Gives a part the order of the whole network, which DL4J could choose otherwise. */
  private void order(ComputationGraphConfiguration part) {
    ComputationGraph network = new ComputationGraph(whole);
    Map<Integer, String> names = network.calculateIndices().getIdxToName();
    List<String> order =
        Stream.concat(
                Stream.of(LayerGraph.IMAGE),
                IntStream.of(network.topologicalSortOrder())
                    .mapToObj(names::get)
                    .filter(part.getVertices()::containsKey))
            .toList();
    part.setTopologicalOrderStr(order);
    part.setTopologicalOrder(IntStream.range(0, order.size()).toArray());
  }

  private ComputationGraph filled(ComputationGraphConfiguration part) {
    ComputationGraph network = Encoders.undrawn(part);
    Map<String, Span> places = new HashMap<>();
    Layouts.of(settings, whole).spans().forEach(span -> places.put(key(span), span));
    List<Span> spans = Layouts.spans(network, Blueprint.of(settings).layers());
    float[] values = new float[new ParameterLayout(spans).size()];
    for (Span span : spans) {
      int from = Objects.requireNonNull(places.get(key(span)), key(span)).from();
      System.arraycopy(start, from, values, span.from(), span.to() - span.from());
    }
    if (values.length > 0) {
      HostCopy.write(values, network.params());
    }
    return network;
  }

  private static String key(Span span) {
    return span.layer() + "/" + span.parameter();
  }
}
