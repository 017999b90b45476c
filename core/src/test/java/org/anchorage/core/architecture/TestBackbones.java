/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.anchorage.core.architecture.EncoderShape.Head;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.anchorage.core.architecture.EncoderShape.Norms;
import org.anchorage.core.architecture.EncoderShape.Padding;
import org.anchorage.core.architecture.Layer.ConvolutionUnit;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Pooling;
import org.anchorage.core.architecture.LayerGraph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestBackbones {

  /** Channels and side of a node's result. */
  private record Map3(int channels, int side) {}

  private static Architecture of(String name) {
    return Architectures.find(name).orElseThrow();
  }

  private static EncoderShape shape(double multiplier, Norms norms, Padding padding) {
    return new EncoderShape(
        32, multiplier, norms, padding, Pooling.AVERAGE, Head.LINEAR, 128, Length.UNIT);
  }

  /** Counts weights, scales and offsets of the backbone, and checks that shapes fit. */
  private static long count(LayerGraph graph, Map<String, Map3> results) {
    results.put(LayerGraph.IMAGE, new Map3(3, 224));
    long count = 0;
    for (Node node : graph.nodes()) {
      if (node.part() != Part.BACKBONE) {
        continue;
      }
      Map3 in = Objects.requireNonNull(results.get(node.inputs().get(0)));
      Map3 out = in;
      if (node.layer() instanceof ConvolutionUnit unit) {
        int each = unit.filters() == Filters.DEPTHWISE ? 1 : in.channels();
        assertThat(unit.filters() == Filters.FULL || unit.channels() == in.channels()).isTrue();
        count += (long) unit.window().side() * unit.window().side() * each * unit.channels();
        count += unit.norm() == Layer.Norm.FIXED ? 2L * unit.channels() : 0;
        out = new Map3(unit.channels(), unit.window().over(in.side()));
      } else if (node.layer() instanceof Layer.BatchNorm) {
        count += 2L * in.channels();
      } else if (node.layer() instanceof Layer.MaxPool pool) {
        out = new Map3(in.channels(), pool.window().over(in.side()));
      } else if (node.layer() instanceof Layer.ResidualSum) {
        assertThat(results.get(node.inputs().get(1))).isEqualTo(in);
      }
      results.put(node.name(), out);
    }
    return count;
  }

  /** The counts of torchvision's networks without their classifiers. */
  @ParameterizedTest
  @CsvSource({
    "resnet-18, 11176512, 512",
    "resnet-34, 21284672, 512",
    "resnet-50, 23508032, 2048",
    "mobilenet-v2, 2223872, 1280"
  })
  void haveAsManyParametersAsTheirReferences(String name, long parameters, int features) {
    for (Norms norms : new Norms[] {Norms.FROZEN, Norms.TRAINED}) {
      for (Padding padding : Padding.values()) {
        EncoderShape shape = shape(1, norms, padding);
        Map<String, Map3> results = new HashMap<>();
        assertThat(count(of(name).layers(shape), results)).isEqualTo(parameters);
        assertThat(results.get("average")).isEqualTo(new Map3(features, 7));
        assertThat(of(name).features(shape)).isEqualTo(features);
      }
    }
  }

  @Test
  void theMultiplierScalesChannelsInStepsOfEight() {
    assertThat(MobileNetV2.channels(32, 1.4)).isEqualTo(48);
    assertThat(MobileNetV2.channels(16, 1.4)).isEqualTo(24);
    assertThat(MobileNetV2.channels(24, 1.4)).isEqualTo(32);
    assertThat(MobileNetV2.channels(320, 1.4)).isEqualTo(448);
    assertThat(MobileNetV2.channels(16, 0.1)).isEqualTo(8);
    assertThat(of("mobilenet-v2").features(shape(1.4, Norms.FOLDED, Padding.SAME))).isEqualTo(1792);
    assertThat(of("mobilenet-v2").features(shape(0.5, Norms.FOLDED, Padding.SAME))).isEqualTo(1280);
  }

  @Test
  void samePaddingPutsTheOddPixelLast() {
    assertThat(Layer.Window.same(3, 2)).isEqualTo(new Layer.Window(3, 2, 0, 1));
    assertThat(Layer.Window.same(3, 1)).isEqualTo(Layer.Window.symmetric(3, 1));
    assertThat(Layer.Window.same(7, 2)).isEqualTo(new Layer.Window(7, 2, 2, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet-18", "resnet-50", "mobilenet-v2"})
  void haveFiveStagesThatCanBeCut(String name) {
    for (Norms norms : Norms.values()) {
      LayerGraph graph = of(name).layers(shape(1, norms, Padding.SYMMETRIC));
      assertThat(graph.stages()).isEqualTo(5);
      for (int stages = 0; stages < 5; stages++) {
        LayerGraph.Split split = graph.split(new Trainable(stages));
        assertThat(split.frozen().nodes().size() + split.tail().nodes().size())
            .isEqualTo(graph.nodes().size());
        assertThat(split.tail().nodes().get(0).inputs()).containsExactly(LayerGraph.IMAGE);
        assertThat(split.tail().output()).isEqualTo("unit");
      }
      assertThat(graph.split(Trainable.HEAD).frozen().output()).isEqualTo("average");
    }
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void poolingThatLearnsIsOfTheHead(Pooling pooling) {
    LayerGraph graph =
        of("resnet-18")
            .layers(
                new EncoderShape(
                    32, 1, Norms.FROZEN, Padding.SAME, pooling, Head.LAYER_NORM, 8, Length.FREE));
    Node node =
        graph.nodes().stream()
            .filter(each -> each.name().equals(pooling == Pooling.AVERAGE ? "average" : "pool"))
            .findFirst()
            .orElseThrow();
    assertThat(node.part()).isEqualTo(pooling == Pooling.GEM ? Part.HEAD : Part.BACKBONE);
    assertThat(graph.nodes().stream().map(Node::name)).endsWith("norm", "embedding");
  }

  @Test
  void aHeadOfNothingEndsWithTheFeatures() {
    EncoderShape shape =
        new EncoderShape(
            32, 1, Norms.FROZEN, Padding.SAME, Pooling.MAX, Head.NONE, 512, Length.UNIT);
    assertThat(of("resnet-18").layers(shape).nodes().stream().map(Node::name))
        .endsWith("pool", "unit")
        .doesNotContain("embedding");
  }
}
