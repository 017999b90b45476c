/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.architecture.Layer.BatchNorm;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Kind;
import org.anchorage.core.architecture.ParameterLayout.Range;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.config.Settings;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TestLayouts {

  /** Small networks, with a loss that learns nothing and with one that learns rows. */
  static Stream<Arguments> networks() {
    return Batch.narrow().stream()
        .flatMap(
            name -> Stream.of(Arguments.of(name, "triplet"), Arguments.of(name, "proxy-anchor")));
  }

  private static Settings settings(String name, String loss) {
    return Batch.small(name, "loss.name=" + loss);
  }

  private static RankingLoss loss(Settings settings) {
    return RankingLosses.of(settings.loss(), 4);
  }

  private static ParameterLayout layout(Settings settings) {
    return new Nd4jEngine().layout(settings, loss(settings));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void partsAreDisjointAndCoverEverything(String name, String loss) {
    Settings settings = settings(name, loss);
    ParameterLayout layout = layout(settings);

    BitSet covered = new BitSet();
    List<Range> ranges = new ArrayList<>(layout.backbone());
    ranges.addAll(layout.head());
    ranges.addAll(layout.loss());
    for (Range range : ranges) {
      assertThat(covered.get(range.from(), range.to()).isEmpty()).isTrue();
      covered.set(range.from(), range.to());
    }
    int size = Math.toIntExact(Encoders.create(settings, loss(settings)).numParams());
    assertThat(layout.size()).isEqualTo(size);
    assertThat(covered.cardinality()).isEqualTo(size);
    assertThat(layout.loss().isEmpty()).isEqualTo(loss.equals("triplet"));
  }

  /** Each layer of a network is filled with a number of its own, and found by it. */
  @ParameterizedTest
  @MethodSource("networks")
  void spansAreWhereTheLayersHaveTheirParameters(String name, String loss) {
    Settings settings = settings(name, loss);
    ComputationGraph network = Encoders.create(settings, loss(settings));
    Layer[] layers = network.getLayers();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < layers.length; i++) {
      int number = i;
      layers[i].paramTable().values().forEach(view -> view.assign(number));
      names.add(layers[i].conf().getLayer().getLayerName());
    }
    float[] flat = HostCopy.read(network.params());

    for (Span span : layout(settings).spans()) {
      for (int at = span.from(); at < span.to(); at++) {
        assertThat(names.get((int) flat[at])).isEqualTo(span.layer());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void measuredAreTheRunningMeansAndVariances(String name, String loss) {
    Settings settings = settings(name, loss);
    ComputationGraph network = Encoders.create(settings, loss(settings));
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization) {
        layer.getParam("mean").assign(-77);
        layer.getParam("var").assign(-77);
      }
    }
    float[] flat = HostCopy.read(network.params());

    BitSet measured = layout(settings).measured();
    for (int i = 0; i < flat.length; i++) {
      assertThat(measured.get(i)).as("parameter %d", i).isEqualTo(flat[i] == -77);
    }
    boolean normalised =
        settings.encoder().architecture().layers(settings.encoder().shape()).nodes().stream()
            .anyMatch(node -> node.layer() instanceof BatchNorm);
    assertThat(measured.isEmpty()).isEqualTo(!normalised);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void layersAreNamedAsInTheArchitecture(String name, String loss) {
    Settings settings = settings(name, loss);
    List<String> nodes =
        settings.encoder().architecture().layers(settings.encoder().shape()).nodes().stream()
            .map(Node::name)
            .toList();
    List<String> layers = new ArrayList<>(layout(settings).layers());
    if (loss.equals("proxy-anchor")) {
      assertThat(layers.remove(layers.size() - 1)).isEqualTo("loss");
    }

    assertThat(layers).isSubsetOf(nodes).contains("embedding");
    assertThat(layers).isEqualTo(layout(settings(name, "triplet")).layers());
  }

  /** The largest network. Its weights are not drawn. */
  @Test
  void resNet50HasThePlacesOfItsParameters() {
    Settings settings = settings("resnet-50", "triplet");
    ParameterLayout layout = layout(settings);

    // torchvision's backbone, its running means and variances, and a head of 2048 x 8 and 8.
    assertThat(layout.backbone()).containsExactly(new Range(0, 23_508_032 + 53_120));
    assertThat(layout.head()).containsExactly(new Range(23_561_152, 23_561_152 + 2049 * 8));
    assertThat(layout.measured().cardinality()).isEqualTo(53_120);
    List<String> nodes =
        settings.encoder().architecture().layers(settings.encoder().shape()).nodes().stream()
            .map(Node::name)
            .toList();
    assertThat(layout.layers()).isSubsetOf(nodes);
  }

  @Test
  void residualsParametersHaveTheirNames() {
    ParameterLayout layout = layout(settings("residual", "proxy-anchor"));

    assertThat(layout.spans().subList(0, 5))
        .containsExactly(
            new Span("stem-conv", "weights", 0, 108, Kind.LEARNT, Part.BACKBONE),
            new Span("stem-norm", "gamma", 108, 112, Kind.LEARNT, Part.BACKBONE),
            new Span("stem-norm", "beta", 112, 116, Kind.LEARNT, Part.BACKBONE),
            new Span("stem-norm", "mean", 116, 120, Kind.MEASURED, Part.BACKBONE),
            new Span("stem-norm", "variance", 120, 124, Kind.MEASURED, Part.BACKBONE));
    int size = layout.size();
    // 8 numbers of each of 4 proxies, behind 16 x 8 weights of the embedding and 8 biases.
    assertThat(layout.loss()).containsExactly(new Range(size - 32, size));
    assertThat(layout.head()).containsExactly(new Range(size - 32 - 136, size - 32));
    assertThat(layout.backbone()).containsExactly(new Range(0, size - 32 - 136));
  }

  @Test
  void bothEnginesHaveOneLayout() {
    Settings settings = settings("residual", "triplet");
    assertThat(new StockEngine().layout(settings, loss(settings))).isEqualTo(layout(settings));
  }
}
